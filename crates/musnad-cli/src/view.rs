//! The record as an Arabic editor would check it: each fact with its chain, its act, its words, its date and its place in the text.

use crate::plain::line;
use musnad::Record;
use musnad::record::{EntityRecord, EventRecord, StatementRecord};
use std::fmt::Write;

/// Arabic words for the record's terms.
fn arabic(term: &str) -> &str {
    const WORDS: &[(&str, &str)] = &[
        ("say", "قال"),
        ("affirm", "أكد"),
        ("announce", "أعلن"),
        ("deny", "نفى"),
        ("accuse", "اتهم"),
        ("condemn", "أدان"),
        ("praise", "أشاد"),
        ("demand", "طالب"),
        ("warn", "حذر"),
        ("threaten", "هدد"),
        ("promise", "تعهد"),
        ("ask", "طلب"),
        ("propose", "اقترح"),
        ("reject", "رفض"),
        ("expect", "توقع"),
        ("killed", "قتلى"),
        ("injured", "جرحى"),
        ("arrested", "معتقلون"),
        ("kidnapped", "مخطوفون"),
        ("displaced", "نازحون"),
        ("released", "مفرج عنهم"),
        ("AGREE", "اتفاق أو وعد"),
        ("CONSULT", "تشاور"),
        ("SUPPORT", "تأييد"),
        ("CONCEDE", "تنازل"),
        ("COOPERATE", "تعاون"),
        ("AID", "مساعدة"),
        ("RETREAT", "تراجع"),
        ("REQUEST", "مطالبة"),
        ("ACCUSE", "اتهام أو إدانة"),
        ("REJECT", "رفض"),
        ("THREATEN", "تهديد"),
        ("PROTEST", "احتجاج"),
        ("SANCTION", "عقوبة"),
        ("MOBILIZE", "حشد"),
        ("COERCE", "إكراه"),
        ("ASSAULT", "اعتداء"),
        ("happened", "وقع"),
        ("ongoing", "جارٍ"),
        ("planned", "مقرر"),
        ("denied", "منفي"),
        ("hypothetical", "مفترض"),
        ("person", "شخص"),
        ("organization", "جهة"),
        ("place", "مكان"),
        ("other", "غير ذلك"),
        ("hostile", "معادٍ"),
        ("favourable", "مادح"),
    ];
    WORDS.iter().find(|(key, _)| *key == term).map_or(term, |(_, word)| word)
}

struct View<'r> {
    record: &'r Record,
}

impl<'r> View<'r> {
    fn entity(&self, id: &str) -> Option<&'r EntityRecord> {
        self.record.entities.iter().find(|e| e.id == id)
    }

    fn names(&self, ids: &[String], between: &str) -> String {
        let names: Vec<String> = ids.iter().map(|id| self.entity(id).map_or_else(|| id.clone(), |e| line(&e.name))).collect();
        if names.is_empty() { "؟".to_owned() } else { names.join(between) }
    }

    fn chain(&self, chain: &[String]) -> String {
        let outlet = self.record.article.outlet.as_deref().map(line);
        let hops = self.names(chain, " ← ");
        outlet.map_or(hops.clone(), |o| format!("{o} ← {hops}"))
    }

    fn statement(&self, s: &StatementRecord) -> (String, String) {
        let mut head = format!("{} — {}", self.chain(&s.chain), arabic(&s.act));
        if s.polarity == "negative" && s.act != "deny" {
            head.push_str(" (نفيا)");
        }
        if !s.addressee.is_empty() {
            let _ = write!(head, " ← إلى: {}", self.names(&s.addressee, "، "));
        }
        if let Some(time) = s.time.as_ref().and_then(|t| self.record.times.iter().find(|x| x.id == *t)) {
            let _ = write!(head, " — {}", time.value.as_deref().unwrap_or("بلا تاريخ"));
        }
        let words = if s.direct { format!("«{}»", line(&s.content.text)) } else { line(&s.content.text) };
        (head, format!("{words} [{}–{}]", s.content.start, s.content.end))
    }

    fn event(&self, v: &EventRecord) -> (String, String) {
        let mut head = format!(
            "{} — {} — {} ← {}",
            v.date.as_deref().unwrap_or("بلا تاريخ"),
            arabic(&v.event),
            self.names(&v.actors, "، "),
            self.names(&v.recipients, "، ")
        );
        let code = v.mode.as_ref().map_or(v.event.clone(), |m| format!("{} {m}", v.event));
        let _ = write!(head, " — {} ({code})", arabic(&v.status));
        if let Some(place) = v.place.as_ref().and_then(|p| self.entity(p)) {
            let _ = write!(head, " — في {}", line(&place.name));
        }
        for count in &v.counts {
            let about = if count.approximate { "نحو " } else { "" };
            let _ = write!(head, " — {}: {about}{}", arabic(&count.what), count.count);
        }
        if !v.chain.is_empty() {
            let _ = write!(head, " — بحسب {}", self.chain(&v.chain));
        }
        (head, format!("{} [{}–{}]", line(&v.evidence.text), v.evidence.start, v.evidence.end))
    }
}

/// Plain text.
pub fn text(record: &Record) -> String {
    render(record, "", "  ", "\n     ")
}

/// Markdown.
pub fn markdown(record: &Record) -> String {
    render(record, "## ", "- ", "  \n  ")
}

fn render(record: &Record, heading: &str, bullet: &str, under: &str) -> String {
    let view = View { record };
    let mut out = String::new();
    let article = &record.article;
    let about: Vec<String> = [article.title.as_deref(), article.outlet.as_deref(), article.published.as_deref()]
        .into_iter()
        .flatten()
        .map(line)
        .collect();
    if !about.is_empty() {
        let _ = writeln!(out, "{}{}", heading, about.join(" — "));
    }
    section(&mut out, heading, "أقوال", record.statements.iter().map(|s| view.statement(s)), bullet, under);
    section(&mut out, heading, "أحداث", record.events.iter().map(|v| view.event(v)), bullet, under);
    let named = record.designations.iter().map(|d| {
        let meant = d.entity.as_ref().and_then(|e| view.entity(e)).map_or("؟".to_owned(), |e| line(&e.name));
        let voice = d.voice.as_ref().and_then(|v| view.entity(v)).map_or("المصدر نفسه".to_owned(), |e| line(&e.name));
        (
            format!("{} = {meant} ({}، بلسان {voice})", line(&d.span.text), arabic(&d.stance)),
            format!("المحايد: {} [{}–{}]", line(&d.neutral), d.span.start, d.span.end),
        )
    });
    section(&mut out, heading, "تسميات منحازة", named, bullet, under);
    let times: Vec<String> =
        record.times.iter().map(|t| format!("{} = {}", line(&t.span.text), t.value.as_deref().unwrap_or("؟"))).collect();
    list(&mut out, heading, "أزمنة", bullet, &times);
    let entities: Vec<String> = record.entities.iter().map(entity).collect();
    list(&mut out, heading, "أعلام وجهات", bullet, &entities);
    let limits: Vec<String> = record.limits.iter().map(|l| format!("{} [{}]: {}", l.what, l.at, l.why)).collect();
    list(&mut out, heading, "حدود القراءة", bullet, &limits);
    if out.is_empty() {
        out.push_str("لم يوجد في النص ما يُسند.\n");
    }
    out
}

fn entity(e: &EntityRecord) -> String {
    let facts: Vec<&str> =
        [Some(arabic(&e.kind)), e.country.as_deref(), e.sector.as_deref(), e.wikidata.as_deref()].into_iter().flatten().collect();
    format!("{} ({})", line(&e.name), facts.join("، "))
}

fn section(
    out: &mut String,
    heading: &str,
    title: &str,
    facts: impl Iterator<Item = (String, String)>,
    bullet: &str,
    under: &str,
) {
    let facts: Vec<_> = facts.collect();
    if facts.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{heading}{title} ({})", facts.len());
    for (head, words) in facts {
        let _ = writeln!(out, "{bullet}{head}{under}{words}");
    }
}

fn list(out: &mut String, heading: &str, title: &str, bullet: &str, items: &[String]) {
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{heading}{title} ({})", items.len());
    for item in items {
        let _ = writeln!(out, "{bullet}{item}");
    }
}
