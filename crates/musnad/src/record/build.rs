//! From the layers of a reading to its record: byte offsets become code points, indices become ids.

use super::*;
use crate::article::BlockKind;
use crate::entity::Form;
use crate::lexicon::Lexicon;
use crate::pipeline::Reading;
use crate::time::Date;

impl Reading<'_> {
    /// The record of this reading.
    pub fn record(&self, lexicon: &Lexicon) -> Record {
        let points = Points::new(&self.article.text);
        let used = self.used_entities();
        let mut number = vec![0usize; self.entities.list.len()];
        let mut n = 0;
        for (idx, used) in used.iter().enumerate() {
            if *used {
                n += 1;
                number[idx] = n;
            }
        }
        let eid = |idx: usize| format!("e{}", number.get(idx).copied().unwrap_or(0));
        let ids = |list: &[usize]| list.iter().map(|i| eid(*i)).collect::<Vec<_>>();
        let tid = |idx: usize| format!("t{}", idx + 1);
        Record {
            schema: SCHEMA.to_owned(),
            musnad: env!("CARGO_PKG_VERSION").to_owned(),
            model: crate::pipeline::MODEL.to_owned(),
            article: self.article_record(&points),
            text: self.article.text.clone(),
            entities: self.entity_records(&points, &used, &eid),
            times: self
                .times
                .iter()
                .enumerate()
                .map(|(i, t)| TimeRecord {
                    id: tid(i),
                    span: points.span(t.span),
                    value: t.value.clone(),
                    anchor: t.anchor.name().to_owned(),
                })
                .collect(),
            statements: self
                .statements
                .iter()
                .enumerate()
                .map(|(i, s)| StatementRecord {
                    id: format!("s{}", i + 1),
                    chain: ids(&s.chain),
                    cues: s.cues.iter().map(|(span, of)| CueRecord { span: points.span(*span), of: of.map(&eid) }).collect(),
                    act: s.act.to_owned(),
                    direct: s.direct,
                    content: points.span(s.content),
                    quotes: s.quotes.iter().map(|q| points.span(*q)).collect(),
                    addressee: ids(&s.addressee),
                    time: s.time.map(tid),
                    polarity: if s.negative { "negative" } else { "positive" }.to_owned(),
                })
                .collect(),
            events: self
                .events
                .iter()
                .enumerate()
                .map(|(i, v)| EventRecord {
                    id: format!("v{}", i + 1),
                    event: v.event.clone(),
                    mode: v.mode.clone(),
                    context: v.context.clone(),
                    cameo: cameo(lexicon, &v.event, v.mode.as_deref()),
                    actors: ids(&v.actors),
                    recipients: ids(&v.recipients),
                    date: v.time.and_then(|t| self.times.get(t)).and_then(|t| t.value.as_deref()).and_then(day),
                    place: v.place.map(&eid),
                    status: v.status.to_owned(),
                    chain: ids(&v.chain),
                    trigger: points.span(v.trigger),
                    evidence: points.span(v.evidence),
                    counts: v.counts.iter().map(|c| count_record(c, &points)).collect(),
                    confidence: (v.confidence * 100.0).round() / 100.0,
                })
                .collect(),
            designations: self
                .designations
                .iter()
                .map(|d| DesignationRecord {
                    span: points.span(d.span),
                    entity: d.entity.map(&eid),
                    stance: d.stance.to_owned(),
                    neutral: d.neutral.clone(),
                    voice: d.voice.map(&eid),
                })
                .collect(),
            limits: self
                .limits
                .iter()
                .map(|(what, at, why)| LimitRecord { what: what.clone(), at: points.at(*at), why: why.clone() })
                .collect(),
        }
    }

    /// Entities that are named, that a fact refers to, or that the article describes as acting or undergoing.
    fn used_entities(&self) -> Vec<bool> {
        let mut used: Vec<bool> = self.entities.list.iter().map(|e| e.mentions.iter().any(|m| m.form == Form::Name)).collect();
        let facts = self.statements.iter().flat_map(|s| s.chain.iter().chain(&s.addressee));
        let facts =
            facts.chain(self.events.iter().flat_map(|v| v.actors.iter().chain(&v.recipients).chain(&v.place).chain(&v.chain)));
        let facts = facts.chain(self.designations.iter().flat_map(|d| d.entity.iter().chain(&d.voice)));
        for &idx in facts.chain(&self.entities.described) {
            if let Some(slot) = used.get_mut(idx) {
                *slot = true;
            }
        }
        used
    }

    fn article_record(&self, points: &Points<'_>) -> ArticleRecord {
        let article = self.article;
        ArticleRecord {
            id: article.id.clone(),
            url: article.url.clone(),
            outlet: article.outlet.clone(),
            published: article.published.clone(),
            title: article.title.clone(),
            blocks: self
                .blocks
                .iter()
                .map(|b| BlockRecord { kind: kind_name(b.kind).to_owned(), span: points.span(b.span) })
                .collect(),
        }
    }

    fn entity_records(&self, points: &Points<'_>, used: &[bool], eid: &dyn Fn(usize) -> String) -> Vec<EntityRecord> {
        let list = self.entities.list.iter().enumerate().filter(|(i, _)| used[*i]);
        list.map(|(i, e)| {
            let mut mentions = e.mentions.clone();
            mentions.sort_by_key(|m| m.span);
            EntityRecord {
                id: eid(i),
                kind: e.kind.name().to_owned(),
                named: e.named,
                name: e.name.clone(),
                wikidata: e.wikidata.clone(),
                country: e.country.clone(),
                sector: e.sector.clone(),
                mentions: mentions
                    .iter()
                    .map(|m| MentionRecord {
                        span: points.span(m.span),
                        form: match m.form {
                            Form::Name => "name",
                            Form::Nominal => "nominal",
                            Form::Pronoun => "pronoun",
                        }
                        .to_owned(),
                    })
                    .collect(),
            }
        })
        .collect()
    }
}

/// The CAMEO code of a PLOVER type and mode, in the numbering of ICEWS 1.1b3.
fn cameo(lexicon: &Lexicon, event: &str, mode: Option<&str>) -> Option<String> {
    let code = |mode: &str| lexicon.cameo.get(&(event.to_owned(), mode.to_owned())).cloned();
    code(mode.unwrap_or("")).or_else(|| code(""))
}

/// The day (or month, or year) of a TIMEX3 value; a range gives its first. A week is no day: it gives the month that holds it
/// whole, or nothing.
fn day(value: &str) -> Option<String> {
    let first = value.split('/').next().unwrap_or(value);
    let first = first.split('T').next().unwrap_or(first);
    // What recurs (`XXXX-WXX-5`) and an hour alone tell no day.
    if !first.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let Some((year, week)) = first.split_once("-W") else { return Some(first.to_owned()) };
    let monday = Date::of_week(year.parse().ok()?, week.get(..2)?.parse().ok()?)?;
    let sunday = monday.plus_days(6);
    (monday.month == sunday.month).then(|| format!("{:04}-{:02}", monday.year, monday.month))
}

fn kind_name(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Body => "body",
        BlockKind::Title => "title",
        BlockKind::Byline => "byline",
        BlockKind::Caption => "caption",
        BlockKind::Related => "related",
        BlockKind::Boilerplate => "boilerplate",
    }
}

fn count_record(count: &crate::event::Count, points: &Points<'_>) -> CountRecord {
    CountRecord { what: count.what.to_owned(), count: count.count, approximate: count.approximate, span: points.span(count.span) }
}
