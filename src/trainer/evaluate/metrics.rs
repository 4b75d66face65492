//! Figures of a list against what was really bought.

/// Length of the lists that are judged.
pub const DEPTH: usize = 10;

/// Names of the figures, in the order of [`Outcome::figures`].
pub const FIGURES: [&str; 5] = ["HR@4", "HR@10", "MRR@10", "NDCG@10", "P@4"];

/// What one list achieved. With one hidden product HR@k is Recall@k.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Outcome {
    /// 1 when at least one answer is among the first four.
    pub hit_4: f64,
    /// 1 when at least one answer is among the first ten.
    pub hit_10: f64,
    /// One over the rank of the first answer.
    pub reciprocal_rank: f64,
    /// Discounted gain, binary, over that of an ideal list of min(10, answers).
    pub ndcg: f64,
    /// Answers among the first four, over four.
    pub precision_4: f64,
}

impl Outcome {
    /// Judges `list` (best first, no product twice) against `answers`.
    pub fn of(list: &[u32], answers: &[u32]) -> Self {
        let gain = |rank: usize| 1.0 / ((rank + 2) as f64).log2();
        let hits: Vec<usize> = list
            .iter()
            .take(DEPTH)
            .enumerate()
            .filter(|(_, p)| answers.contains(p))
            .map(|(rank, _)| rank)
            .collect();
        let Some(first) = hits.first() else {
            return Self::default();
        };
        let in_four = hits.iter().filter(|rank| **rank < 4).count();
        let ideal: f64 = (0..answers.len().min(DEPTH)).map(gain).sum();
        Self {
            hit_4: f64::from(u8::from(in_four > 0)),
            hit_10: 1.0,
            reciprocal_rank: 1.0 / (first + 1) as f64,
            ndcg: hits.iter().map(|rank| gain(*rank)).sum::<f64>() / ideal,
            precision_4: in_four as f64 / 4.0,
        }
    }

    /// The figures in the order of [`FIGURES`].
    pub fn figures(&self) -> [f64; 5] {
        [self.hit_4, self.hit_10, self.reciprocal_rank, self.ndcg, self.precision_4]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_judged_as_by_hand() {
        assert_eq!(Outcome::of(&[1, 2, 3], &[9]), Outcome::default());
        let second = Outcome::of(&[1, 9, 3], &[9]);
        assert_eq!(
            (second.hit_4, second.hit_10, second.reciprocal_rank, second.precision_4),
            (1.0, 1.0, 0.5, 0.25)
        );
        assert!((second.ndcg - 1.0 / 3f64.log2()).abs() < 1e-12);
        let fifth = Outcome::of(&[1, 2, 3, 4, 9], &[9, 8]);
        assert_eq!((fifth.hit_4, fifth.hit_10), (0.0, 1.0));
        let perfect = Outcome::of(&[8, 9], &[9, 8]);
        assert!((perfect.ndcg - 1.0).abs() < 1e-12);
        let eleventh: Vec<u32> = (0..11).collect();
        assert_eq!(Outcome::of(&eleventh, &[10]).hit_10, 0.0);
    }
}
