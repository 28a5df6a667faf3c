use std::sync::{Arc, Mutex};

use super::bell::lock;
use super::reading::{Outlet, Reading};
use super::service::Service;
use super::session::Session;
use crate::{KafkaError, KafkaSource};

/// What the handles share, and who is about to read.
pub(crate) struct Shared {
    pub(crate) source: KafkaSource,
    current: Mutex<Current>,
}

struct Current {
    session: Arc<Session>,
    is_closed: bool,
}

impl Shared {
    pub(crate) fn open(source: KafkaSource) -> Result<Self, KafkaError> {
        let session = Session::new(source.clone());
        Service::start(&session)?;
        Ok(Self { source, current: Mutex::new(Current { session, is_closed: false }) })
    }

    /// Becomes who reads.
    pub(crate) fn enter(&self, outlet: &Outlet) -> Result<Reading, KafkaError> {
        let before = {
            let current = lock(&self.current);
            if current.is_closed {
                return Err(KafkaError::Closed);
            }
            if let Some(reading) = Reading::first(&current.session, outlet) {
                return Ok(reading);
            }
            if current.session.has_readers() {
                return Err(self.busy());
            }
            Arc::clone(&current.session)
        };
        // That one is over. The new one is made without the lock, since that takes its time.
        let session = Session::new(self.source.clone());
        Service::start(&session)?;
        let reading = Reading::first(&session, outlet).ok_or_else(|| self.busy())?;
        let mut current = lock(&self.current);
        if current.is_closed {
            return Err(KafkaError::Closed);
        }
        if !Arc::ptr_eq(&current.session, &before) {
            return Err(self.busy());
        }
        current.session = session;
        Ok(reading)
    }

    fn busy(&self) -> KafkaError {
        KafkaError::Busy { group: self.source.group.clone() }
    }

    pub(crate) fn session(&self) -> Arc<Session> {
        Arc::clone(&lock(&self.current).session)
    }

    /// Lets nobody in any more, and waits until the group has been left.
    pub(crate) fn close(&self) {
        lock(&self.current).is_closed = true;
        let session = self.session();
        session.close();
        session.join();
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let session = self.session();
        if !session.has_readers() {
            session.close();
            session.join();
        }
    }
}
