//! No plan: whatever comes is taken, and a task waits with it for its turn.

use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::answer::Answer;
use super::{COMMIT, import, order};
use crate::AnyResult;
use crate::order::{Lane, Order};
use crate::payments::Payments;
use crate::store::Store;

#[derive(Debug)]
struct Shop {
    payments: Payments,
    to_store: UnboundedSender<(Order, Lane)>,
}

/// The routes of the service that has no plan, and the thread that ends when everything is stored.
pub(super) fn open(payments: Payments, database: &Path) -> AnyResult<(Router, JoinHandle<()>)> {
    let store = Store::open(database)?;
    let (to_store, orders) = unbounded_channel();
    let thread = thread::Builder::new().name("store".to_owned());
    let storing = thread.spawn(move || store_all(store, orders))?;
    let shop = Arc::new(Shop { payments, to_store });
    let routes = Router::new()
        .route("/orders", post(take_order))
        .route("/imports", post(take_import))
        .with_state(shop);
    Ok((routes, storing))
}

async fn take_order(State(shop): State<Arc<Shop>>, headers: HeaderMap, body: Bytes) -> Answer {
    let Some(order) = order(&headers, &body) else {
        return Answer::Malformed.on(Lane::Interactive);
    };
    shop.take(order, Lane::Interactive);
    Answer::Taken.on(Lane::Interactive)
}

async fn take_import(State(shop): State<Arc<Shop>>, body: Bytes) -> Answer {
    let Some(orders) = import(&body) else {
        return Answer::Malformed.on(Lane::Batch);
    };
    for order in orders {
        shop.take(order, Lane::Batch);
    }
    Answer::Taken.on(Lane::Batch)
}

impl Shop {
    fn take(self: &Arc<Self>, order: Order, lane: Lane) {
        let shop = Arc::clone(self);
        tokio::spawn(async move {
            shop.payments.check().await;
            // The store has gone when the process is about to.
            drop(shop.to_store.send((order, lane)));
        });
    }
}

fn store_all(mut store: Store, mut orders: UnboundedReceiver<(Order, Lane)>) {
    let mut batch = Vec::new();
    while orders.blocking_recv_many(&mut batch, COMMIT) > 0 {
        let orders: Vec<_> = batch.iter().map(|(order, lane)| (order, *lane)).collect();
        if let Err(error) = store.store(&orders) {
            super::give_up("the database refuses", &*error);
        }
        batch.clear();
    }
}
