//! From what a user writes for a place to the place.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::MicrosoftAzureBuilder;
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::path::Path;
use object_store::{ClientOptions, ObjectStore, ObjectStoreScheme, RetryConfig};
use url::Url;

use super::cloud::Cloud;
use super::error::{PublishError, Result};
use super::folder::Folder;
use super::store::Store;

/// A place, and where browsers may find it.
#[derive(Debug)]
pub struct Address {
    /// The place.
    pub store: Store,
    /// Where browsers find it unless another host stands before it; `None` where that cannot be known.
    pub public: Option<String>,
}

/// Opens `text`: `s3://`, `gs://`, `az://`, an S3 or Azure address with `https://`, `file://` or a path.
/// `endpoint` is the address of a store that is not its makers' own.
///
/// # Errors
///
/// When it is none of these, or a setting in the environment is wrong. Nothing is asked of the store yet.
pub fn open(text: &str, endpoint: Option<&str>) -> Result<Address> {
    if !text.contains("://") {
        return Ok(folder(PathBuf::from(text)));
    }
    let unknown = || {
        PublishError::Failed(format!(
            "{text}: not an address to publish to. Write s3://BUCKET/FOLDER, gs://BUCKET/FOLDER, az://CONTAINER/FOLDER, a folder, \
             or for R2 and other S3 stores s3://BUCKET/FOLDER with --endpoint https://…"
        ))
    };
    let url = Url::parse(text).map_err(|_| unknown())?;
    if url.scheme() == "file" {
        return url.to_file_path().map(folder).map_err(|()| unknown());
    }
    let (scheme, prefix) = ObjectStoreScheme::parse(&url).map_err(|_| unknown())?;
    let wrong = |error: object_store::Error| PublishError::Failed(format!("{text}: {error}"));
    let host = url.host_str().unwrap_or_default();
    // Its TLS needs to be told whose arithmetic to use; a second call changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = ClientOptions::new()
        .with_connect_timeout(Duration::from_secs(10))
        .with_timeout(Duration::from_secs(300));
    let (store, base): (Arc<dyn ObjectStore>, Option<String>) = match scheme {
        ObjectStoreScheme::AmazonS3 => {
            let mut builder = amazon().with_url(text).with_retry(retry()).with_client_options(client);
            if let Some(endpoint) = endpoint {
                builder = builder.with_endpoint(endpoint);
            }
            let asked = builder.get_config_value(&AmazonS3ConfigKey::Endpoint);
            let asked = asked.or_else(|| builder.get_config_value(&AmazonS3ConfigKey::S3Endpoint));
            if asked.as_deref().is_some_and(is_plain) {
                builder = builder.with_allow_http(true);
            }
            let region = builder.get_config_value(&AmazonS3ConfigKey::Region);
            let region = region.unwrap_or_else(|| "us-east-1".to_owned());
            let amazon = asked.is_none() && url.scheme().starts_with("s3");
            let base = amazon.then(|| format!("https://{host}.s3.{region}.amazonaws.com"));
            (Arc::new(builder.build().map_err(wrong)?), base)
        }
        ObjectStoreScheme::GoogleCloudStorage => {
            let mut builder = GoogleCloudStorageBuilder::from_env()
                .with_url(text)
                .with_retry(retry())
                .with_client_options(client.with_allow_http(endpoint.is_some_and(is_plain)));
            if let Some(endpoint) = endpoint {
                builder = builder.with_base_url(endpoint);
            }
            let base = endpoint.is_none().then(|| format!("https://storage.googleapis.com/{host}"));
            (Arc::new(builder.build().map_err(wrong)?), base)
        }
        ObjectStoreScheme::MicrosoftAzure => {
            let mut builder = MicrosoftAzureBuilder::from_env()
                .with_url(text)
                .with_retry(retry())
                .with_client_options(client);
            if let Some(endpoint) = endpoint {
                builder = builder.with_endpoint(endpoint.to_owned()).with_allow_http(is_plain(endpoint));
            }
            let store = builder.build().map_err(wrong)?;
            let account = std::env::var("AZURE_STORAGE_ACCOUNT_NAME").ok().filter(|_| url.scheme() == "az");
            let base = account.filter(|_| endpoint.is_none());
            let base = base.map(|account| format!("https://{account}.blob.core.windows.net/{host}"));
            (Arc::new(store), base)
        }
        _ => return Err(unknown()),
    };
    let public = base.map(|base| match prefix.as_ref() {
        "" => base,
        prefix => format!("{base}/{prefix}"),
    });
    let shown = text.trim_end_matches('/').to_owned();
    Ok(Address { store: Store::Cloud(Cloud::new(store, Path::from(prefix.as_ref()), shown)), public })
}

/// The settings of the environment. Empty ones do not count: that is what a secret that is not set is in a workflow.
fn amazon() -> AmazonS3Builder {
    let set = std::env::vars().filter(|(name, value)| name.starts_with("AWS_") && !value.is_empty());
    set.fold(AmazonS3Builder::new(), |builder, (name, value)| match name.to_ascii_lowercase().parse() {
        Ok(key) => builder.with_config(key, value),
        Err(_) => builder,
    })
}

fn folder(path: PathBuf) -> Address {
    Address { store: Store::Folder(Folder::new(path)), public: None }
}

fn is_plain(endpoint: &str) -> bool {
    endpoint.starts_with("http://")
}

/// A store that is busy gets some seconds; one that is not there must not take long to be named.
fn retry() -> RetryConfig {
    RetryConfig { max_retries: 6, retry_timeout: Duration::from_secs(60), ..RetryConfig::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_folder_and_what_is_no_place_is_said_to_be_none() {
        for folder in ["public/model", "/srv/www/model", "file:///srv/www/model", "./s3"] {
            assert!(open(folder, None).unwrap().store.is_folder(), "{folder}");
        }
        for none in ["ftp://host/model", "r2://bucket", "https://shop.example/model", "s3://", "memory:///x"]
        {
            let error = open(none, None).unwrap_err().to_string();
            assert!(error.contains("s3://BUCKET/FOLDER"), "{none}: {error}");
        }
    }
}
