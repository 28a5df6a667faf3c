use std::panic::{AssertUnwindSafe, catch_unwind};

use rdkafka::message::{BorrowedHeaders, Header, Headers as _, OwnedHeaders};

/// What goes with a record beside its key and its payload: names with values, in order. A name may be there
/// several times, and a value may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, Option<Vec<u8>>)>);

impl Headers {
    /// The value of the last header of that name, if it has one.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.iter().rev().find(|header| header.0 == name)?.1.as_deref()
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, Option<&[u8]>)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_deref()))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn push(&mut self, name: String, value: Option<Vec<u8>>) {
        self.0.push((name, value));
    }

    /// Copies those of the client. It panics for a name that is not UTF-8, as all are by the protocol: such a header
    /// is left out.
    pub(crate) fn of(headers: &BorrowedHeaders) -> Self {
        let read = |index| catch_unwind(AssertUnwindSafe(|| headers.try_get(index))).ok().flatten();
        let copy =
            |header: Header<'_, &[u8]>| (header.key.to_owned(), header.value.map(<[u8]>::to_vec));
        Self((0..headers.count()).filter_map(read).map(copy).collect())
    }

    /// As the client wants them; `None` if there are none.
    pub(crate) fn to_client(&self) -> Option<OwnedHeaders> {
        if self.is_empty() {
            return None;
        }
        let empty = OwnedHeaders::new_with_capacity(self.len());
        Some(self.iter().fold(empty, |headers, (key, value)| headers.insert(Header { key, value })))
    }
}
