//! How publishing ends when it does not end well.

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub enum PublishError {
    /// Another one was faster, or is at work on the same place. Nothing of ours is live.
    Lost(String),
    /// Anything else, with what to do.
    Failed(String),
}

impl std::fmt::Display for PublishError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Lost(what) | Self::Failed(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for PublishError {}

impl PublishError {
    /// A failure in words.
    pub(crate) fn failed(what: impl Into<String>) -> Self {
        Self::Failed(what.into())
    }
}

/// What everything here returns.
pub type Result<T> = std::result::Result<T, PublishError>;
