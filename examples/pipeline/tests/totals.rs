//! Each order is counted once.

use std::collections::BTreeSet;

use pipeline::order::{Order, PRODUCTS, Priced};
use pipeline::totals::Ledger;

fn priced(number: u64) -> Priced {
    Order::numbered(number).priced()
}

#[test]
fn an_order_that_comes_again_is_not_counted_again() {
    let (mut once, mut twice) = (Ledger::default(), Ledger::default());
    for number in 0..100 {
        once.enter(&priced(number));
        twice.enter(&priced(number));
        twice.enter(&priced(number / 2));
    }
    let (once, twice) = (once.close(), twice.close());
    assert_eq!((once.orders, once.duplicates), (100, 0));
    assert_eq!((twice.orders, twice.duplicates), (100, 100));
    assert_eq!(once.totals, twice.totals);
}

#[test]
fn the_totals_are_those_of_the_orders_in_whatever_order_they_come() {
    let (mut forth, mut back) = (Ledger::default(), Ledger::default());
    (0..1000).for_each(|number| forth.enter(&priced(number)));
    (0..1000).rev().for_each(|number| back.enter(&priced(number)));
    let summary = forth.close();
    assert_eq!(summary, back.close());
    let sum = |f: fn(&Priced) -> u64| (0..1000).map(|n| f(&priced(n))).sum::<u64>();
    let totals = summary.totals.values();
    assert_eq!(totals.clone().map(|total| total.orders).sum::<u64>(), 1000);
    assert_eq!(totals.clone().map(|total| total.quantity).sum::<u64>(), sum(|it| it.quantity));
    assert_eq!(totals.clone().map(|total| total.cents).sum::<u64>(), sum(|it| it.cents));
    assert_eq!(totals.map(|total| total.tax).sum::<u64>(), sum(|it| it.tax));
}

#[test]
fn an_order_comes_to_what_its_product_costs_and_its_country_takes() {
    let order = Order { number: 7, customer: 3, product: 2, quantity: 2, country: 0 };
    let priced = order.priced();
    assert_eq!((priced.cents, priced.tax), (1798, 341)); // (199 + 2 * 350) * 2, and 19 % of it
}

#[test]
fn all_products_are_ordered() {
    let products: BTreeSet<_> = (0..200).map(|number| Order::numbered(number).product).collect();
    assert_eq!(products, (0..PRODUCTS).collect());
}
