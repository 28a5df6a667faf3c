/// The nearest number in the range; what is none counts as the least.
pub(crate) fn within(number: f64, least: f64, most: f64) -> f64 {
    if number.is_nan() { least } else { number.clamp(least, most) }
}
