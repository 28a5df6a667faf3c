//! The faults: what happens in a run, and when.

use std::thread;
use std::time::Duration;

use broker_faults::cluster::Failure;

use crate::link::Link;
use crate::role::Client;
use crate::scene::Scene;

/// What fails, and how.
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    /// For the table.
    pub(crate) what: &'static str,
    pub(crate) clients: &'static [Client],
    /// How long the messages are spread over; 0 if they come at once.
    pub(crate) seconds: u64,
    pub(crate) size: usize,
    pub(crate) is_linked: bool,
    pub(crate) is_copied: bool,
    pub(crate) run: fn(&mut Scene) -> Result<(), Failure>,
}

const BOTH: &[Client] = &[Client::Kafka, Client::Nats];
const KAFKA: &[Client] = &[Client::Kafka];

/// All of them, in the order of the table.
pub(crate) const FAULTS: &[Fault] = &[
    Fault {
        name: "none",
        what: "nothing fails",
        clients: BOTH,
        seconds: 15,
        size: 100,
        is_linked: false,
        is_copied: false,
        run: three_consumers,
    },
    Fault {
        name: "broker",
        what: "`kill -9` of a broker, started again later",
        clients: BOTH,
        seconds: 20,
        size: 100,
        is_linked: false,
        is_copied: false,
        run: broker,
    },
    Fault {
        name: "leader",
        what: "`kill -9` of the leader of a partition, then of the next one",
        clients: KAFKA,
        seconds: 50,
        size: 100,
        is_linked: false,
        is_copied: false,
        run: leader,
    },
    Fault {
        name: "consumer",
        what: "`kill -9` of a consumer, 50 times",
        clients: &[Client::Kafka, Client::Nats, Client::Plain],
        seconds: 40,
        size: 100,
        is_linked: false,
        is_copied: false,
        run: consumer,
    },
    Fault {
        name: "two-brokers",
        what: "`kill -9` of two of three brokers, started again later",
        clients: KAFKA,
        seconds: 20,
        size: 100,
        is_linked: false,
        is_copied: false,
        run: two_brokers,
    },
    Fault {
        name: "producer",
        what: "`kill -9` of the producer, 20 times",
        clients: BOTH,
        seconds: 30,
        size: 100,
        is_linked: false,
        is_copied: false,
        run: producer,
    },
    Fault {
        name: "cut",
        what: "the network cut for 1 s and for 8 s",
        clients: BOTH,
        seconds: 25,
        size: 100,
        is_linked: true,
        is_copied: false,
        run: cut,
    },
    Fault {
        name: "silent-link",
        what: "a link that swallows everything without a word, for 3 s and for 25 s",
        clients: BOTH,
        seconds: 25,
        size: 100,
        is_linked: true,
        is_copied: false,
        run: silent_link,
    },
    Fault {
        name: "slow-link",
        what: "a slow link: 50 ms more each way, 256 KiB/s for each connection",
        clients: BOTH,
        seconds: 20,
        size: 100,
        is_linked: true,
        is_copied: false,
        run: slow_link,
    },
    Fault {
        name: "rebalance",
        what: "consumers join and leave, 20 times",
        clients: BOTH,
        seconds: 30,
        size: 100,
        is_linked: false,
        is_copied: false,
        run: rebalance,
    },
    Fault {
        name: "slow-consumer",
        what: "a full topic, and one consumer a tenth as fast",
        clients: BOTH,
        seconds: 0,
        size: 4096,
        is_linked: false,
        is_copied: false,
        run: slow_consumer,
    },
    Fault {
        name: "transaction",
        what: "`kill -9` of a consumer that copies exactly once, 10 times",
        clients: KAFKA,
        seconds: 30,
        size: 100,
        is_linked: false,
        is_copied: true,
        run: transaction,
    },
];

/// How much one of three consumers can do in a second: together twice what comes. So each is at work most of the time.
fn pace(scene: &Scene) -> u64 {
    scene.plan.produced_per_second * 2 / 3
}

fn three_consumers(scene: &mut Scene) -> Result<(), Failure> {
    for _ in 0..3 {
        scene.join(None, pace(scene))?;
    }
    scene.produce()
}

fn broker(scene: &mut Scene) -> Result<(), Failure> {
    three_consumers(scene)?;
    scene.advance(20)?;
    let victim = if scene.plan.client == Client::Nats { "nats" } else { "kafka2" };
    down(scene, victim, 50)?;
    scene.advance(80)
}

fn leader(scene: &mut Scene) -> Result<(), Failure> {
    three_consumers(scene)?;
    for percent in [10, 60] {
        scene.advance(percent)?;
        let victim = broker_support::leader(&scene.topic, 0);
        down(scene, &victim, percent + 15)?;
        broker_support::in_sync(&[&scene.topic, "__consumer_offsets"]);
    }
    Ok(())
}

/// Kills a broker, and starts it again when the others have come so far, if there are any.
fn down(scene: &mut Scene, broker: &str, percent: u64) -> Result<(), Failure> {
    scene.fault(|scene| {
        scene.say(&format!("{broker} is killed"));
        broker_support::kill(broker);
        if scene.plan.client == Client::Nats {
            thread::sleep(Duration::from_secs(2));
            scene.should_go_on();
        } else {
            scene.advance(percent)?;
        }
        broker_support::start(broker);
        scene.say(&format!("{broker} is back"));
        Ok(())
    })
}

/// The one that is left may store nothing: a message is to be in two.
fn two_brokers(scene: &mut Scene) -> Result<(), Failure> {
    /// When what was on its way has been told.
    const SETTLED: Duration = Duration::from_secs(2);
    three_consumers(scene)?;
    scene.advance(30)?;
    let brokers = ["kafka1", "kafka2"];
    scene.fault(|scene| {
        scene.say("two brokers are killed");
        brokers.into_iter().for_each(broker_support::kill);
        thread::sleep(SETTLED);
        scene.expect_nothing_stored(Duration::from_secs(6))?;
        brokers.into_iter().for_each(broker_support::start);
        scene.say("both are back");
        Ok(())
    })?;
    scene.should_go_on();
    scene.advance(80)?;
    broker_support::in_sync(&[&scene.topic, "__consumer_offsets"]);
    Ok(())
}

fn producer(scene: &mut Scene) -> Result<(), Failure> {
    const KILLS: u64 = 20;
    three_consumers(scene)?;
    for kill in 1..=KILLS {
        scene.is_told()?;
        scene.advance(kill * 100 / (KILLS + 2))?;
        scene.kill_producer()?;
        scene.produce()?;
    }
    Ok(())
}

fn consumer(scene: &mut Scene) -> Result<(), Failure> {
    kill_consumers(scene, 50)
}

fn transaction(scene: &mut Scene) -> Result<(), Failure> {
    kill_consumers(scene, 10)
}

/// Always the next of three, each of which comes again under its name.
fn kill_consumers(scene: &mut Scene, kills: u64) -> Result<(), Failure> {
    let names = ["one", "two", "three"];
    let mut consumers = Vec::new();
    for name in names {
        consumers.push(scene.join(Some(name), pace(scene))?);
    }
    scene.produce()?;
    for consumer in &consumers {
        scene.hears(*consumer)?;
    }
    for (turn, kill) in (0..names.len()).cycle().zip(1..=kills) {
        scene.advance(kill * 100 / (kills + 2))?;
        scene.kill(consumers[turn])?;
        consumers[turn] = scene.join(Some(names[turn]), pace(scene))?;
        scene.hears(consumers[turn])?;
    }
    Ok(())
}

fn cut(scene: &mut Scene) -> Result<(), Failure> {
    fail_links(scene, "cut", Link::cut, [(20, 1), (60, 8)])
}

fn silent_link(scene: &mut Scene) -> Result<(), Failure> {
    fail_links(scene, "silent", Link::silence, [(20, 3), (60, 25)])
}

/// At so many of a hundred messages, for so many seconds.
fn fail_links(
    scene: &mut Scene,
    what: &str,
    fail: fn(&Link),
    times: [(u64, u64); 2],
) -> Result<(), Failure> {
    three_consumers(scene)?;
    for (percent, seconds) in times {
        scene.advance(percent)?;
        scene.fault(|scene| {
            scene.say(&format!("{what} for {seconds} s"));
            scene.link.iter().for_each(fail);
            thread::sleep(Duration::from_secs(seconds));
            scene.link.iter().for_each(Link::heal);
            Ok(())
        })?;
        scene.should_go_on();
    }
    Ok(())
}

fn slow_link(scene: &mut Scene) -> Result<(), Failure> {
    three_consumers(scene)?;
    scene.advance(20)?;
    scene.fault(|scene| {
        scene.link.iter().for_each(|link| link.slow(Duration::from_millis(50), 256 << 10));
        scene.advance(25)?;
        scene.link.iter().for_each(|link| link.slow(Duration::ZERO, 0));
        Ok(())
    })
}

fn rebalance(scene: &mut Scene) -> Result<(), Failure> {
    let mut consumers = vec![scene.join(None, pace(scene))?, scene.join(None, pace(scene))?];
    scene.produce()?;
    for turn in 0..10 {
        scene.advance(5 + turn * 9)?;
        let consumer = scene.join(None, pace(scene))?;
        consumers.push(consumer);
        scene.hears(consumer)?;
        scene.leave(consumers.remove(0))?;
    }
    Ok(())
}

fn slow_consumer(scene: &mut Scene) -> Result<(), Failure> {
    /// What can be paced by a timer of a millisecond.
    const MOST: f64 = 4000.0;
    scene.produce()?;
    let took = scene.produced()?;
    let per_second = scene.plan.messages as f64 / took.as_secs_f64();
    scene.say(&format!("{per_second:.0} in a second were produced"));
    scene.join(None, (per_second / 10.0).clamp(1.0, MOST) as u64)?;
    Ok(())
}
