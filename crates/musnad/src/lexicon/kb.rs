//! The knowledge base: countries, places, persons, organizations, and who held which office when.

use super::{DataError, Row, Sequences, Table};
use crate::text::fold;
use rustc_hash::FxHashMap;

/// Index of an entity in [`Kb::entities`].
pub type EntityId = u32;

/// What an entity is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Kind {
    Person,
    Organization,
    Place,
    Other,
}

impl Kind {
    /// As the record spells it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Organization => "organization",
            Kind::Place => "place",
            Kind::Other => "other",
        }
    }
}

/// One entity of the knowledge base.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Unique key.
    pub key: String,
    /// What it is.
    pub kind: Kind,
    /// Its usual full name.
    pub name: String,
    /// Type (party, army, city …); of a person the role he is known for (`المتحدث باسم الخارجية القطرية`).
    pub kind_of: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
    /// Wikidata item.
    pub wikidata: Option<String>,
}

/// A state or territory.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-3.
    pub iso3: String,
    /// Its entity.
    pub entity: EntityId,
    /// Its adjective, masculine singular, as first listed.
    pub adjective: String,
}

/// One holder's term in an office.
#[derive(Clone, Debug)]
pub struct Term {
    /// Who.
    pub person: EntityId,
    /// ISO date or prefix.
    pub from: String,
    /// ISO date or prefix, empty for "in office".
    pub to: String,
}

/// The knowledge base.
#[derive(Debug, Default)]
pub struct Kb {
    /// All entities.
    pub entities: Vec<Entity>,
    /// All countries.
    pub countries: Vec<Country>,
    /// Full names and variants, by folded words.
    pub names: Sequences,
    /// Short names that alone mean an entity, by folded words.
    pub shorts: Sequences,
    /// Names of media without the noun before them, which alone may be everyday words (`الوطن` of `صحيفة الوطن`).
    pub media: Sequences,
    /// States of outlets that write for one, ISO 3166-1 alpha-3, by their names and domains.
    outlets: FxHashMap<String, String>,
    /// How many persons of each state have a word in their name, by its key.
    bearers: FxHashMap<u64, Vec<(String, u32)>>,
    by_key: FxHashMap<String, EntityId>,
    by_iso: FxHashMap<String, u32>,
    offices: FxHashMap<(String, String), Vec<Term>>,
    held: FxHashMap<EntityId, Vec<(String, String)>>,
}

/// Nouns of media that stand before their names, folded.
const MEDIA: [&str; 6] = ["صحيفه", "جريده", "مجله", "قناه", "موقع", "فضاييه"];

/// The letters and digits of an outlet's name, folded, in small letters: `Al-Riyadh` and `alriyadh` are one.
fn outlet_key(name: &str) -> String {
    crate::text::fold(name).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Kb {
    /// The state, ISO 3166-1 alpha-3, that an outlet writes for, by its name or the address of its article; `None` for an outlet
    /// that is not listed or writes for many.
    pub fn home(&self, outlet: Option<&str>, url: Option<&str>) -> Option<&str> {
        let named = outlet.and_then(|o| self.outlets.get(&outlet_key(o)).or_else(|| self.home_of_host(o)));
        let host = || {
            let rest = url?.split("://").nth(1)?;
            self.home_of_host(rest.split(['/', ':', '?']).next()?)
        };
        named.or_else(host).map(String::as_str)
    }

    /// By a domain, those above it, or its ending alone.
    fn home_of_host(&self, host: &str) -> Option<&String> {
        let labels: Vec<&str> = host.split('.').collect();
        let whole = (0..labels.len().saturating_sub(1)).find_map(|i| self.outlets.get(&outlet_key(&labels[i..].join("."))));
        whole.or_else(|| self.outlets.get(&format!(".{}", labels.last().filter(|_| labels.len() > 1)?.to_lowercase())))
    }

    /// How many persons of each state, ISO 3166-1 alpha-3, have this word, folded, in their name.
    pub fn bearers(&self, word: &str) -> &[(String, u32)] {
        self.bearers.get(&super::key(word)).map_or(&[], Vec::as_slice)
    }

    /// The entity with this key.
    pub fn entity(&self, key: &str) -> Option<EntityId> {
        self.by_key.get(key).copied()
    }

    /// The country with this ISO code.
    pub fn country(&self, iso3: &str) -> Option<&Country> {
        self.by_iso.get(iso3).and_then(|i| self.countries.get(*i as usize))
    }

    /// Index of the country with this ISO code.
    pub fn country_index(&self, iso3: &str) -> Option<u32> {
        self.by_iso.get(iso3).copied()
    }

    /// Whether an entity of the knowledge base is a state.
    pub fn is_state(&self, entity: Option<EntityId>) -> bool {
        entity.is_some_and(|id| self.countries.iter().any(|c| c.entity == id))
    }

    /// Who held `office` of `of` (ISO code or organization key) on `date` (ISO date); `None` where nobody or several did.
    pub fn holder(&self, office: &str, of: &str, date: &str) -> Option<EntityId> {
        let terms = self.offices.get(&(office.to_owned(), of.to_owned()))?;
        let mut holders = terms.iter().filter(|t| in_term(t, date)).map(|t| t.person);
        let first = holders.next()?;
        let latest = terms.iter().filter(|t| in_term(t, date)).max_by(|a, b| a.from.cmp(&b.from)).map(|t| t.person);
        if holders.next().is_some() { latest } else { Some(first) }
    }

    /// The one person who held `office` of any state or body on `date` (ISO date) and has `word`, folded, among the words of his name;
    /// `None` where nobody or several did (`الرئيس عباس`).
    pub fn holder_called(&self, office: &str, word: &str, date: &str) -> Option<EntityId> {
        let of_office = self.offices.iter().filter(|((o, _), _)| o == office).flat_map(|(_, terms)| terms);
        let called = |t: &&Term| {
            let entity = self.entities.get(t.person as usize);
            entity.is_some_and(|e| crate::text::fold(&e.name).split(' ').any(|part| part == word))
        };
        let mut found = of_office.filter(|t| in_term(t, date)).filter(called).map(|t| t.person);
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }

    /// The offices `person` ever held: office and of.
    pub fn offices_of(&self, person: EntityId) -> &[(String, String)] {
        self.held.get(&person).map_or(&[], Vec::as_slice)
    }

    pub(super) fn add_names<'a>(&mut self, id: EntityId, names: impl Iterator<Item = &'a str>, short: bool) {
        for name in names {
            let folded = fold(name);
            let words = folded.split_whitespace();
            if short { self.shorts.add(words, id) } else { self.names.add(words, id) }
        }
    }

    /// Adds what follows the noun in the names of a medium, without the country's adjective: `الوطن` of `صحيفة الوطن السعودية`.
    fn add_media<'a>(&mut self, id: EntityId, names: impl Iterator<Item = &'a str>) {
        for name in names {
            let folded = fold(name);
            let words: Vec<&str> = folded.split_whitespace().collect();
            let rest = match words.split_first() {
                Some((first, rest)) if MEDIA.contains(first) && !rest.is_empty() => rest,
                _ => &words[..],
            };
            self.media.add(rest.iter().copied(), id);
            let adjective = |word: &str| word.starts_with("ال") && word.ends_with("يه");
            if let Some((_, bare)) = rest.split_last().filter(|(last, bare)| !bare.is_empty() && adjective(last)) {
                self.media.add(bare.iter().copied(), id);
            }
        }
    }

    pub(super) fn add_entity(&mut self, entity: Entity, row: &Row<'_, '_>) -> Result<EntityId, DataError> {
        if entity.name.is_empty() {
            return Err(row.error("name", "an entity needs a name"));
        }
        if let Some(q) = entity.wikidata.as_deref().filter(|q| !is_item(q)) {
            return Err(row.error("wikidata", format!("`{q}` is no Wikidata item; write Q and digits, or leave it empty")));
        }
        let id = match self.by_key.get(&entity.key) {
            // An overlay's row replaces the facts; names add up.
            Some(&known) => {
                self.entities[known as usize] = entity;
                known
            }
            None => {
                let id = self.entities.len() as EntityId;
                self.by_key.insert(entity.key.clone(), id);
                if let Some(country) = entity.country.as_ref().filter(|_| entity.kind == Kind::Person) {
                    for word in fold(&entity.name).split(' ') {
                        let bearers = self.bearers.entry(super::key(word)).or_default();
                        match bearers.iter_mut().find(|(own, _)| own == country) {
                            Some((_, n)) => *n += 1,
                            None => bearers.push((country.clone(), 1)),
                        }
                    }
                }
                self.entities.push(entity);
                id
            }
        };
        Ok(id)
    }

    pub(super) fn load_countries(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["iso3", "wikidata", "name", "aliases", "adjective", "capital"])?;
        for row in table.rows() {
            let iso3 = row.get("iso3").to_owned();
            if iso3.len() != 3 || !iso3.bytes().all(|b| b.is_ascii_uppercase()) {
                return Err(row.error("iso3", format!("`{iso3}` is no ISO 3166-1 alpha-3 code")));
            }
            let entity = Entity {
                key: iso3.clone(),
                kind: Kind::Place,
                name: row.get("name").to_owned(),
                kind_of: "country".to_owned(),
                country: Some(iso3.clone()),
                sector: None,
                wikidata: row.some("wikidata").map(str::to_owned),
            };
            let id = self.add_entity(entity, &row)?;
            self.add_names(id, std::iter::once(row.get("name")).chain(row.list("aliases")), false);
            if !self.by_iso.contains_key(&iso3) {
                self.by_iso.insert(iso3.clone(), self.countries.len() as u32);
                let adjective = row.list("adjective").next().unwrap_or("").to_owned();
                self.countries.push(Country { iso3: iso3.clone(), entity: id, adjective });
            }
            if let Some(capital) = row.some("capital") {
                let entity = Entity {
                    key: format!("capital-{}", iso3.to_ascii_lowercase()),
                    kind: Kind::Place,
                    name: capital.to_owned(),
                    kind_of: "capital".to_owned(),
                    country: Some(iso3.clone()),
                    sector: None,
                    wikidata: row.some("capital_wikidata").map(str::to_owned),
                };
                let id = self.add_entity(entity, &row)?;
                self.add_names(id, std::iter::once(capital).chain(row.list("capital_aliases")), false);
            }
            for (n, seat) in row.list("seats").enumerate() {
                let entity = Entity {
                    key: format!("seat-{}-{n}", iso3.to_ascii_lowercase()),
                    kind: Kind::Organization,
                    name: seat.to_owned(),
                    kind_of: "presidency".to_owned(),
                    country: Some(iso3.clone()),
                    sector: Some("GOV".to_owned()),
                    wikidata: None,
                };
                let id = self.add_entity(entity, &row)?;
                self.add_names(id, std::iter::once(seat), false);
            }
        }
        Ok(())
    }

    pub(super) fn load_entities(&mut self, file: &str, text: &str, kind: Kind) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["key", "name", "aliases", "country", "wikidata"])?;
        for row in table.rows() {
            if row.get("key").is_empty() {
                return Err(row.error("key", "an entity needs a key"));
            }
            let entity = Entity {
                key: row.get("key").to_owned(),
                kind,
                name: row.get("name").to_owned(),
                kind_of: row.get(if kind == Kind::Person { "role" } else { "type" }).to_owned(),
                country: row.some("country").map(str::to_owned),
                sector: row.some("sector").map(str::to_owned),
                wikidata: row.some("wikidata").map(str::to_owned),
            };
            // Whoever acts for an international body acts for no state.
            let stateless =
                kind == Kind::Person && entity.sector.as_deref().is_some_and(|s| matches!(s, "UNO" | "IGO" | "EUR" | "NGO"));
            let entity = Entity { country: entity.country.filter(|_| !stateless), ..entity };
            let id = self.add_entity(entity, &row)?;
            self.add_names(id, std::iter::once(row.get("name")).chain(row.list("aliases")), false);
            self.add_names(id, row.list("short"), true);
            if row.get("type") == "outlet" {
                self.add_media(id, std::iter::once(row.get("name")).chain(row.list("aliases")));
            }
        }
        Ok(())
    }

    pub(super) fn load_outlets(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["country", "names"])?;
        for row in table.rows() {
            let country = row.get("country");
            if self.country(country).is_none() {
                return Err(row.error("country", format!("no country has the code `{country}`")));
            }
            for name in row.list("names") {
                let key = if name.starts_with('.') { name.to_lowercase() } else { outlet_key(name) };
                self.outlets.insert(key, country.to_owned());
            }
        }
        Ok(())
    }

    pub(super) fn load_offices(&mut self, file: &str, text: &str) -> Result<(), DataError> {
        let table = Table::parse(file, text, &["office", "of", "person", "from", "to"])?;
        for row in table.rows() {
            let Some(person) = self.entity(row.get("person")) else {
                return Err(row.error("person", format!("no person has the key `{}`", row.get("person"))));
            };
            for column in ["from", "to"] {
                if row.some(column).is_some_and(|d| !is_date(d)) {
                    return Err(row.error(column, format!("`{}` is no ISO date (2014-06-08, 2014-06 or 2014)", row.get(column))));
                }
            }
            let term = Term { person, from: row.get("from").to_owned(), to: row.get("to").to_owned() };
            let office = (row.get("office").to_owned(), row.get("of").to_owned());
            self.held.entry(person).or_default().push(office.clone());
            self.offices.entry(office).or_default().push(term);
        }
        Ok(())
    }
}

fn in_term(term: &Term, date: &str) -> bool {
    let began = term.from.is_empty() || date >= term.from.as_str();
    // A prefix covers its whole period: `2014` ends with 2014-12-31.
    let ended = !term.to.is_empty() && date > term.to.as_str() && !date.starts_with(term.to.as_str());
    began && !ended
}

fn is_item(id: &str) -> bool {
    id.strip_prefix('Q').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

fn is_date(date: &str) -> bool {
    matches!(date.len(), 4 | 7 | 10)
        && date.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
}
