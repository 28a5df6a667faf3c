//! What is drawn, and where.

use chart::{Chart, Event, Scale, Series, draw};

fn chart(name: &'static str, points: &[(f64, f64)], scale: Scale) -> Chart {
    let series = vec![Series { name, points: points.to_vec() }];
    Chart { title: "orders", series, events: Vec::new(), scale }
}

#[test]
fn a_linear_scale_goes_from_zero_to_the_highest_figure() {
    let points = [(0.0, 0.0), (5.0, 250.0), (10.0, 500.0)];
    let svg = draw("run", &[chart("lag", &points, Scale::Linear)], 10.0);
    assert!(
        svg.contains(r#"<polyline class="lag" points="76.0,224.0 370.0,129.0 664.0,34.0"/>"#),
        "{svg}"
    );
}

#[test]
fn powers_of_ten_are_as_far_apart_on_a_logarithmic_scale() {
    let points = [(0.0, 1.0), (5.0, 10.0), (10.0, 100.0)];
    let svg = draw("run", &[chart("lag", &points, Scale::Logarithmic)], 10.0);
    let heights = svg.split("points=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let heights: Vec<f64> =
        heights.split(' ').map(|point| point.split(',').nth(1).unwrap().parse().unwrap()).collect();
    assert!((heights[0] - heights[1] - (heights[1] - heights[2])).abs() < 0.2, "{heights:?}");
    assert_eq!(heights[2], 34.0);
}

#[test]
fn events_are_lines_across_their_chart() {
    let event = Event { second: 5.0, name: "killed".to_owned() };
    let below = Chart { events: vec![event], ..chart("rate", &[(0.0, 1.0)], Scale::Linear) };
    let svg = draw("run", &[chart("lag", &[(0.0, 1.0)], Scale::Linear), below], 10.0);
    assert!(svg.contains(r#"class="event" x1="370.0" y1="288.0" x2="370.0" y2="478.0""#), "{svg}");
    assert!(svg.contains(">killed</text>"));
}

#[test]
fn each_name_has_a_colour_of_its_own_and_keeps_it() {
    let one = |name| chart(name, &[(0.0, 1.0)], Scale::Linear);
    let svg = draw("run", &[one("lag"), one("rate"), one("lag")], 10.0);
    assert_eq!(svg.matches(".lag { stroke: #0969da").count(), 1);
    assert_eq!(svg.matches(".rate { stroke: #bc4c00").count(), 1);
}

#[test]
fn names_of_lines_that_end_together_do_not_cover_each_other() {
    let series = ["one", "two"].map(|name| Series { name, points: vec![(10.0, 0.0)] }).to_vec();
    let chart = Chart { series, ..chart("none", &[], Scale::Linear) };
    let svg = draw("run", &[chart], 10.0);
    assert!(svg.contains(r#"class="one" x="672.0" y="228.0""#), "{svg}");
    assert!(svg.contains(r#"class="two" x="672.0" y="214.0""#), "{svg}");
}

#[test]
fn a_run_in_which_nothing_was_measured_is_an_empty_chart() {
    for scale in [Scale::Linear, Scale::Logarithmic] {
        let svg = draw("run", &[chart("lag", &[], scale)], 10.0);
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
}
