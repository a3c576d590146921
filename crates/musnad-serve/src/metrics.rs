//! What the server has done so far, in the text format of Prometheus.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of the classes of duration, in seconds.
const BOUNDS: [f64; 8] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// Counters since the start.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    /// Replies by the first digit of their status.
    replies: [AtomicU64; 6],
    /// Replies by duration, not summed up.
    durations: [AtomicU64; 9],
    /// All durations, in microseconds.
    micros: AtomicU64,
    /// Bytes of bodies sent.
    bytes: AtomicU64,
    /// Requests that look into the archive now.
    running: AtomicU64,
}

/// Counts a request as running until it is dropped, whatever ends it.
pub(crate) struct Running<'m>(&'m AtomicU64);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metrics {
    /// Counts a reply.
    pub fn observe(&self, status: u16, bytes: usize, took: Duration) {
        let class = usize::from(status / 100).min(5);
        self.replies[class].fetch_add(1, Ordering::Relaxed);
        let seconds = took.as_secs_f64();
        let nth = BOUNDS.iter().position(|b| seconds <= *b).unwrap_or(BOUNDS.len());
        self.durations[nth].fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(took.as_micros() as u64, Ordering::Relaxed);
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// A request looks into the archive from now on.
    pub fn runs(&self) -> Running<'_> {
        self.running.fetch_add(1, Ordering::Relaxed);
        Running(&self.running)
    }

    /// The counters as text, with how many replies were given again and gauges of the archive.
    pub fn text(&self, n_again: u64, gauges: &[(&str, i64)]) -> String {
        let mut out =
            String::from("# HELP musnad_replies_total Replies by class of status.\n# TYPE musnad_replies_total counter\n");
        let get = |n: &AtomicU64| n.load(Ordering::Relaxed);
        // Writing to a string does not fail.
        for (class, n) in self.replies.iter().enumerate().skip(1) {
            let _ = writeln!(out, "musnad_replies_total{{class=\"{class}xx\"}} {}", get(n));
        }
        out.push_str("# HELP musnad_reply_seconds How long replies took.\n# TYPE musnad_reply_seconds histogram\n");
        let mut sum = 0;
        for (nth, n) in self.durations.iter().enumerate() {
            sum += get(n);
            let bound = BOUNDS.get(nth).map_or_else(|| "+Inf".to_owned(), f64::to_string);
            let _ = writeln!(out, "musnad_reply_seconds_bucket{{le=\"{bound}\"}} {sum}");
        }
        let _ = writeln!(out, "musnad_reply_seconds_sum {}", get(&self.micros) as f64 / 1e6);
        let _ = writeln!(out, "musnad_reply_seconds_count {sum}");
        let _ = writeln!(out, "# HELP musnad_sent_bytes_total Bytes of bodies.\n# TYPE musnad_sent_bytes_total counter");
        let _ = writeln!(out, "musnad_sent_bytes_total {}", get(&self.bytes));
        let _ = writeln!(out, "# HELP musnad_again_total Replies given again unchanged.\n# TYPE musnad_again_total counter");
        let _ = writeln!(out, "musnad_again_total {n_again}");
        let _ = writeln!(out, "# HELP musnad_running Requests that look into the archive now.\n# TYPE musnad_running gauge");
        let _ = writeln!(out, "musnad_running {}", get(&self.running));
        for (name, n) in gauges {
            let _ = writeln!(
                out,
                "# HELP musnad_archive_{name} Held by the archive.\n# TYPE musnad_archive_{name} gauge\nmusnad_archive_{name} {n}"
            );
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_duration_are_summed_up() {
        let metrics = Metrics::default();
        for millis in [1, 7, 30, 9_000] {
            metrics.observe(200, 10, Duration::from_millis(millis));
        }
        metrics.observe(404, 5, Duration::from_millis(1));
        let text = metrics.text(3, &[("articles", 62)]);
        for line in [
            "musnad_replies_total{class=\"2xx\"} 4",
            "musnad_replies_total{class=\"4xx\"} 1",
            "musnad_reply_seconds_bucket{le=\"0.005\"} 2",
            "musnad_reply_seconds_bucket{le=\"0.05\"} 4",
            "musnad_reply_seconds_bucket{le=\"+Inf\"} 5",
            "musnad_reply_seconds_count 5",
            "musnad_sent_bytes_total 45",
            "musnad_again_total 3",
            "musnad_archive_articles 62",
        ] {
            assert!(text.lines().any(|l| l == line), "{line}\n{text}");
        }
    }
}
