//! The table, as it stands in the file.

/// A capability.
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) category: String,
    pub(crate) capability: String,
    /// What Reactor, RxJava and Pekko Streams call it, in this order.
    pub(crate) jvm: [Vec<String>; 3],
    pub(crate) status: String,
    pub(crate) paths: Vec<String>,
}

const COLUMNS: usize = 15;

pub(crate) fn rows() -> Vec<Row> {
    include_str!("../../capabilities.csv").lines().skip(1).map(row).collect()
}

fn row(line: &str) -> Row {
    let fields = fields(line);
    assert_eq!(fields.len(), COLUMNS, "columns of capabilities.csv: {line}");
    Row {
        id: fields[0].clone(),
        category: fields[1].clone(),
        capability: fields[2].clone(),
        jvm: [3, 4, 5].map(|column| list(&fields[column])),
        status: fields[13].clone(),
        paths: list(&fields[14]),
    }
}

/// The fields of a line; between quotes a comma is no more than that.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => fields.last_mut().expect("there is always one").push(character),
        }
    }
    fields
}

fn list(names: &str) -> Vec<String> {
    names.split(';').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
