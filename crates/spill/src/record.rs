//! What stands in the file for an element: a version, a checksum, and the element as postcard encodes it.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::SpillError;

/// Of the whole format: of records, tables and files.
pub(crate) const VERSION: u8 = 1;

const HEADER: usize = 1 + size_of::<u32>();

/// What an element takes beside what it is encoded to: the header, its number, and its place in a page.
pub(crate) const OVERHEAD: u64 = 24;

/// What a record of so many bytes counts for.
pub(crate) fn cost(record: usize) -> u64 {
    (record - HEADER) as u64 + OVERHEAD
}

pub(crate) fn encode<T: Serialize>(element: &T) -> Result<Vec<u8>, SpillError> {
    let unencodable =
        |error: postcard::Error| SpillError::Unencodable { detail: error.to_string() };
    let mut record = postcard::to_extend(element, vec![0; HEADER]).map_err(unencodable)?;
    record[0] = VERSION;
    let sum = crc32fast::hash(&record[HEADER..]);
    record[1..HEADER].copy_from_slice(&sum.to_le_bytes());
    Ok(record)
}

/// Has the checksum say which element it is: a record under another number does not fit.
pub(crate) fn place(record: &mut [u8], number: u64) {
    for (sum, number) in record[1..HEADER].iter_mut().zip(number.to_le_bytes()) {
        *sum ^= number;
    }
}

/// Why a record is not an element.
#[derive(Debug)]
pub(crate) enum Unreadable {
    Version(u8),
    Checksum,
    Type,
}

/// What was encoded, if it is still what it was.
pub(crate) fn check(number: u64, record: &[u8]) -> Result<&[u8], Unreadable> {
    let (header, encoded) = record.split_at_checked(HEADER).ok_or(Unreadable::Checksum)?;
    let mut sum = [VERSION; HEADER];
    sum[1..].copy_from_slice(&crc32fast::hash(encoded).to_le_bytes());
    place(&mut sum, number);
    if header[1..] != sum[1..] {
        return Err(Unreadable::Checksum);
    }
    if header[0] == VERSION { Ok(encoded) } else { Err(Unreadable::Version(header[0])) }
}

pub(crate) fn decode<T: DeserializeOwned>(number: u64, record: &[u8]) -> Result<T, Unreadable> {
    match postcard::take_from_bytes(check(number, record)?) {
        Ok((element, [])) => Ok(element),
        _ => Err(Unreadable::Type),
    }
}
