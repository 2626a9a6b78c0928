//! The conditions of `--where`: a field, an operator and a value each.
//!
//! The search field of the page reads the same conditions (`page/query.js`).

use crate::error::Error;
use crate::review::document::DocumentSummary;

/// WhereConditions that all have to hold.
#[derive(Debug)]
pub(super) struct WhereConditions(Vec<Condition>);

/// A comparison of a field with a value.
#[derive(Debug, PartialEq)]
struct Condition {
    field: Field,
    operator: Operator,
    text: String,
    number: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Field {
    Confidence,
    Kept,
    Words,
    Blocks,
    Language,
    Source,
    Degraded,
    NoContent,
    Id,
    Title,
    Url,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Operator {
    Less,
    AtMost,
    More,
    AtLeast,
    Equal,
    Unequal,
    Contains,
}

/// The names of fields.
const FIELDS: [(&str, Field); 12] = [
    ("confidence", Field::Confidence),
    ("kept", Field::Kept),
    ("words", Field::Words),
    ("blocks", Field::Blocks),
    ("language", Field::Language),
    ("lang", Field::Language),
    ("source", Field::Source),
    ("degraded", Field::Degraded),
    ("no_content", Field::NoContent),
    ("id", Field::Id),
    ("title", Field::Title),
    ("url", Field::Url),
];

/// The signs of operators. An operator comes before its prefixes.
const OPERATORS: [(&str, Operator); 7] = [
    ("<=", Operator::AtMost),
    (">=", Operator::AtLeast),
    ("!=", Operator::Unequal),
    ("<", Operator::Less),
    (">", Operator::More),
    ("=", Operator::Equal),
    ("~", Operator::Contains),
];

/// The value of a field of a document.
enum ComparedValue<'d> {
    Number(f64),
    Text(&'d str),
}

impl WhereConditions {
    /// Parses conditions, separated by white space.
    pub(super) fn parse(texts: &[String]) -> Result<Self, Error> {
        let words = texts.iter().flat_map(|text| text.split_whitespace());
        let conditions: Result<Vec<_>, _> = words.map(Condition::parse).collect();
        conditions.map(WhereConditions).map_err(|reason| Error::Usage(format!("--where: {reason}")))
    }

    /// Returns true if every document meets the conditions.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns true if a document meets all conditions.
    pub(super) fn hold(&self, document: &DocumentSummary) -> bool {
        self.0.iter().all(|condition| condition.holds(document))
    }
}

impl Condition {
    fn parse(text: &str) -> Result<Self, String> {
        let is_end = |c: char| !c.is_ascii_alphabetic() && c != '_';
        let name_length = text.find(is_end).unwrap_or(text.len());
        let (name, rest) = text.split_at(name_length);
        let field = FIELDS.iter().find(|(known, _)| *known == name);
        let Some(&(_, field)) = field else {
            let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
            return Err(format!("`{text}`: the fields are {}", names.join(", ")));
        };
        let sign = OPERATORS.iter().find(|(sign, _)| rest.starts_with(sign));
        let Some(&(sign, operator)) = sign else {
            return Err(format!("`{text}`: no operator after `{name}`"));
        };
        let value = &rest[sign.len()..];
        let number = value.parse().ok();
        if number.is_none() && (field.is_number() || operator.needs_number()) {
            return Err(format!("`{text}`: `{value}` is not a number"));
        }
        if !field.is_number() && operator.needs_number() {
            return Err(format!("`{text}`: `{name}` is a text: use = != or ~"));
        }
        let number = number.unwrap_or_default();
        Ok(Condition { field, operator, text: value.to_lowercase(), number })
    }

    /// Returns true if a document meets the condition. A missing value meets only `!=`.
    fn holds(&self, document: &DocumentSummary) -> bool {
        match self.field.of(document) {
            None => self.operator == Operator::Unequal,
            Some(ComparedValue::Number(number)) => match self.operator {
                Operator::Less => number < self.number,
                Operator::AtMost => number <= self.number,
                Operator::More => number > self.number,
                Operator::AtLeast => number >= self.number,
                Operator::Unequal => number != self.number,
                Operator::Equal | Operator::Contains => number == self.number,
            },
            Some(ComparedValue::Text(text)) => match self.operator {
                Operator::Contains => text.to_lowercase().contains(&self.text),
                Operator::Unequal => text.to_lowercase() != self.text,
                _ => text.to_lowercase() == self.text,
            },
        }
    }
}

impl Operator {
    /// Returns true if the operator compares numbers only.
    fn needs_number(self) -> bool {
        matches!(self, Operator::Less | Operator::AtMost | Operator::More | Operator::AtLeast)
    }
}

impl Field {
    fn is_number(self) -> bool {
        matches!(self, Field::Confidence | Field::Kept | Field::Words | Field::Blocks)
    }

    /// Returns the value of the field.
    fn of(self, document: &DocumentSummary) -> Option<ComparedValue<'_>> {
        let measure = &document.measure;
        Some(match self {
            Field::Confidence => ComparedValue::Number(measure.confidence?),
            Field::Kept => ComparedValue::Number(document.kept_share?),
            Field::Words => ComparedValue::Number(measure.words as f64),
            Field::Blocks => ComparedValue::Number(measure.blocks()? as f64),
            Field::Language => ComparedValue::Text(&measure.language),
            Field::Source => ComparedValue::Text(measure.source.as_deref()?),
            Field::Degraded => ComparedValue::Text(measure.degraded.as_deref()?),
            Field::NoContent => ComparedValue::Text(measure.no_content.as_deref()?),
            Field::Id => ComparedValue::Text(&document.id),
            Field::Title => ComparedValue::Text(document.title.as_deref()?),
            Field::Url => ComparedValue::Text(document.url.as_deref()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(conditions: &str) -> bool {
        let mut document = DocumentSummary::default();
        document.id = "News/A".into();
        document.measure.confidence = Some(0.5);
        document.measure.language = "de".into();
        document.measure.words = 12;
        document.measure.no_content = Some("script".into());
        WhereConditions::parse(&[conditions.to_owned()]).expect(conditions).hold(&document)
    }

    #[test]
    fn all_conditions_have_to_hold() {
        for (conditions, expected) in [
            ("confidence<.6", true),
            ("confidence<.5", false),
            ("confidence<=.5 language=DE", true),
            ("lang!=de", false),
            ("id~news words>=12", true),
            ("kept>.1", false),
            ("degraded!=nodes", true),
            ("no_content=script", true),
            ("no_content=login", false),
            ("", true),
        ] {
            assert_eq!(holds(conditions), expected, "{conditions}");
        }
    }

    #[test]
    fn unknown_fields_and_values_are_errors() {
        for conditions in ["colour=red", "confidence", "confidence<low", "language<3", "<3"] {
            assert!(WhereConditions::parse(&[conditions.to_owned()]).is_err(), "{conditions}");
        }
    }
}
