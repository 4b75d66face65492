//! "Did you mean …?"

/// The one of `known` that is most like `word`, if any is like it: at most a third of its letters
/// differ, upper and lower case being equal. Else the shortest that begins with it: "Kitchen" for "Kitchen Tools".
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    let most = (length / 3).max(1);
    let known: Vec<&str> = known.into_iter().collect();
    let close = known
        .iter()
        .map(|name| (strsim::damerau_levenshtein(&word, &name.to_lowercase()), *name))
        .filter(|(distance, _)| *distance <= most)
        .min();
    let longer = || {
        let begins = |name: &&&str| length >= 3 && name.to_lowercase().starts_with(&word);
        known.iter().filter(begins).min_by_key(|name| (name.len(), **name)).copied()
    };
    close.map(|(_, name)| name).or_else(longer)
}

/// The end of a sentence that names the nearest one, or nothing.
pub fn did_you_mean<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    nearest(word, known).map_or_else(String::new, |name| format!("; did you mean \"{name}\"?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_is_near() {
        assert_eq!(nearest("Lanternes", ["Mugs", "Lanterns"]), Some("Lanterns"));
        assert_eq!(nearest("mugs", ["Mugs", "Rugs"]), Some("Mugs"));
        assert_eq!(nearest("kitchen", ["Kitchen Storage", "Kitchen Tools"]), Some("Kitchen Tools"));
        assert_eq!(nearest("k", ["Kitchen Storage"]), None);
        assert_eq!(nearest("Sofas", ["Mugs", "Lanterns"]), None);
        assert_eq!(did_you_mean("bost", ["boost"]), "; did you mean \"boost\"?");
    }
}
