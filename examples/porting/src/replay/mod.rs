//! Rates that come whether anybody listens or not; who comes late begins with the last two.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::mpsc;

use reactive_streams_operators::Sinks;
use reactive_streams_operators::prelude::*;

use crate::{Failure, capacity, malformed};

pub(crate) fn run(input: &'static str) -> Result<Vec<String>, Failure> {
    let (log, lines) = mpsc::channel();
    // The two ends of a processor are two values here, and each can be cloned.
    let (sink, rates) = Sinks::many().replay::<_, Infallible>(capacity(2));
    let mut listeners = HashMap::new();
    for line in input.lines() {
        match line.split(' ').collect::<Vec<_>>()[..] {
            ["rate", rate] => sink.try_emit_next(rate)?,
            ["close"] => sink.try_emit_complete()?,
            ["join", name] => {
                log.send(format!("{name} joins"))?;
                let (each, end) = (log.clone(), log.clone());
                let listening = rates.clone().subscribe_fn(
                    move |rate| drop(each.send(format!("{name}: {rate}"))),
                    move |_| drop(end.send(format!("{name}: closed"))),
                );
                listeners.insert(name, listening);
            }
            ["leave", name] => {
                log.send(format!("{name} leaves"))?;
                listeners.remove(name); // which drops it, and that is to cancel
            }
            _ => return Err(malformed(line).into()),
        }
    }
    Ok(lines.try_iter().collect())
}
