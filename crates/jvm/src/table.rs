use std::sync::{Arc, PoisonError, RwLock};

use crate::inlet::InletEnd;
use crate::link::Link;
use crate::outlet::OutletEnd;

/// What Java knows by number.
#[derive(Clone)]
pub(crate) enum End {
    /// The subscription of a subscriber in Java.
    Link(Arc<Link>),
    /// A subscriber in Rust.
    Inlet(Arc<dyn InletEnd>),
    /// A publisher in Rust.
    Outlet(Arc<dyn OutletEnd>),
}

/// Numbers instead of pointers: one that is over is unknown, and none is used twice.
struct Table {
    slots: Vec<Slot>,
    free: Vec<u32>,
}

struct Slot {
    generation: u32,
    end: Option<End>,
}

static TABLE: RwLock<Table> = RwLock::new(Table { slots: Vec::new(), free: Vec::new() });

/// In the upper half of a number; it stays positive.
const LAST_GENERATION: u32 = i32::MAX as u32;

fn number(index: u32, generation: u32) -> i64 {
    i64::from(generation) << 32 | i64::from(index)
}

fn parts(number: i64) -> (usize, u32) {
    // Both halves as they are.
    ((number & 0xffff_ffff) as usize, (number >> 32) as u32)
}

/// Gives it a number.
pub(crate) fn insert(end: End) -> i64 {
    let mut table = TABLE.write().unwrap_or_else(PoisonError::into_inner);
    let index = table.free.pop().unwrap_or_else(|| {
        table.slots.push(Slot { generation: 1, end: None });
        u32::try_from(table.slots.len() - 1).expect("memory ends long before")
    });
    let slot = &mut table.slots[index as usize];
    slot.end = Some(end);
    number(index, slot.generation)
}

/// What has this number; none if it is over.
pub(crate) fn get(number: i64) -> Option<End> {
    let (index, generation) = parts(number);
    let table = TABLE.read().unwrap_or_else(PoisonError::into_inner);
    let slot = table.slots.get(index).filter(|slot| slot.generation == generation)?;
    slot.end.clone()
}

/// Takes the number from it.
pub(crate) fn remove(number: i64) -> Option<End> {
    let (index, generation) = parts(number);
    let mut table = TABLE.write().unwrap_or_else(PoisonError::into_inner);
    let slot = table.slots.get_mut(index).filter(|slot| slot.generation == generation)?;
    let end = slot.end.take()?;
    // A slot that has been used up stays empty.
    if generation < LAST_GENERATION {
        slot.generation += 1;
        let index = u32::try_from(index).expect("it was made of one");
        table.free.push(index);
    }
    Some(end)
}

/// How many there are.
pub(crate) fn len() -> usize {
    let table = TABLE.read().unwrap_or_else(PoisonError::into_inner);
    table.slots.iter().filter(|slot| slot.end.is_some()).count()
}
