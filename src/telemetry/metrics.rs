//! Figures of the process in the text format of Prometheus (0.0.4).

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::NaiveDateTime;

/// The upper bounds of the buckets, in seconds.
const BOUNDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// What a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Only grows.
    Counter,
    /// Goes up and down.
    Gauge,
    /// How often each span of time was needed.
    Histogram,
}

/// What the process counts by itself, from its start.
#[derive(Debug, Default)]
pub struct Metrics {
    answers: Mutex<BTreeMap<(String, String), Answers>>,
    jobs: Mutex<BTreeMap<&'static str, Job>>,
}

/// How the requests of one method and route were answered.
#[derive(Debug, Default)]
struct Answers {
    by_status: BTreeMap<u16, u64>,
    /// Not cumulated; the last one is for what took longer than every bound.
    buckets: [u64; BOUNDS.len() + 1],
    seconds: f64,
}

/// A moment in the life of a job.
type Moment = fn(&Job) -> Option<NaiveDateTime>;

/// How often a job ran, and when.
#[derive(Debug, Default)]
struct Job {
    succeeded: u64,
    failed: u64,
    last_run: Option<NaiveDateTime>,
    last_success: Option<NaiveDateTime>,
}

/// Nothing in here is left half done by a panic.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Metrics {
    /// Notes that a request to `route` (its pattern, never its path) was answered with `status`
    /// after `took`.
    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let seconds = took.as_secs_f64();
        let bucket = BOUNDS.iter().position(|bound| seconds <= *bound).unwrap_or(BOUNDS.len());
        let mut all = locked(&self.answers);
        let answers = all.entry((method.to_owned(), route.to_owned())).or_default();
        *answers.by_status.entry(status).or_default() += 1;
        answers.buckets[bucket] += 1;
        answers.seconds += seconds;
    }

    /// Notes that the job `name` ended at `now` (UTC), well or not.
    pub fn ran(&self, name: &'static str, now: NaiveDateTime, well: bool) {
        let mut all = locked(&self.jobs);
        let job = all.entry(name).or_default();
        job.last_run = Some(now);
        if well {
            job.succeeded += 1;
            job.last_success = Some(now);
        } else {
            job.failed += 1;
        }
    }

    /// Writes all of it.
    pub fn expose(&self, out: &mut Exposition) {
        self.expose_answers(out);
        self.expose_jobs(out);
    }

    fn expose_answers(&self, out: &mut Exposition) {
        let all = locked(&self.answers);
        out.family("duban_http_requests_total", Kind::Counter, "Requests answered.");
        for ((method, route), answers) in all.iter() {
            for (status, count) in &answers.by_status {
                let status = status.to_string();
                let labels = [("method", method.as_str()), ("route", route), ("status", &status)];
                out.sample("duban_http_requests_total", &labels, count);
            }
        }
        let name = "duban_http_request_duration_seconds";
        out.family(name, Kind::Histogram, "From the request's head to the answer's.");
        for ((method, route), answers) in all.iter() {
            let mut so_far = 0;
            for (nth, count) in answers.buckets.iter().enumerate() {
                so_far += count;
                let bound = BOUNDS.get(nth).map_or_else(|| "+Inf".to_owned(), f64::to_string);
                let labels = [("method", method.as_str()), ("route", route), ("le", &bound)];
                out.sample(&format!("{name}_bucket"), &labels, so_far);
            }
            let labels = [("method", method.as_str()), ("route", route.as_str())];
            out.sample(&format!("{name}_sum"), &labels, answers.seconds);
            out.sample(&format!("{name}_count"), &labels, so_far);
        }
    }

    fn expose_jobs(&self, out: &mut Exposition) {
        let all = locked(&self.jobs);
        out.family("duban_job_runs_total", Kind::Counter, "Runs of what happens by itself.");
        for (name, job) in all.iter() {
            for (outcome, count) in [("success", job.succeeded), ("failure", job.failed)] {
                out.sample("duban_job_runs_total", &[("job", name), ("outcome", outcome)], count);
            }
        }
        let times: [(&str, &str, Moment); 2] = [
            ("duban_job_last_run_timestamp_seconds", "When it ended last.", |job| job.last_run),
            ("duban_job_last_success_timestamp_seconds", "When it ended well last.", |job| {
                job.last_success
            }),
        ];
        for (family, help, of) in times {
            out.family(family, Kind::Gauge, help);
            for (name, job) in all.iter() {
                if let Some(at) = of(job) {
                    out.sample(family, &[("job", name)], at.and_utc().timestamp());
                }
            }
        }
    }
}

/// Figures being written down.
#[derive(Debug, Default)]
pub struct Exposition(String);

impl Exposition {
    /// What the answer says that it is.
    pub const MEDIA_TYPE: &'static str = "text/plain; version=0.0.4; charset=utf-8";

    /// Begins the figures of one name; `help` is one line.
    pub fn family(&mut self, name: &str, kind: Kind, help: &str) {
        let kind = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        // Writing to a string does not fail.
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    /// Writes one figure.
    pub fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        self.0.push_str(name);
        for (nth, (label, text)) in labels.iter().enumerate() {
            let before = if nth == 0 { '{' } else { ',' };
            let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            let _ = write!(self.0, "{before}{label}=\"{text}\"");
        }
        let after = if labels.is_empty() { "" } else { "}" };
        let _ = writeln!(self.0, "{after} {value}");
    }

    /// All that was written.
    pub fn text(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_status_and_sorted_into_cumulated_buckets() {
        let metrics = Metrics::default();
        for (status, milliseconds) in [(200, 1), (200, 30), (404, 9_000)] {
            let took = Duration::from_millis(milliseconds);
            metrics.answered("GET", "/tasks/{id}", status, took);
        }
        let mut out = Exposition::default();
        metrics.expose(&mut out);
        let text = out.text();
        let of = "{method=\"GET\",route=\"/tasks/{id}\"";
        for line in [
            format!("duban_http_requests_total{of},status=\"200\"}} 2\n"),
            format!("duban_http_requests_total{of},status=\"404\"}} 1\n"),
            format!("duban_http_request_duration_seconds_bucket{of},le=\"0.001\"}} 1\n"),
            format!("duban_http_request_duration_seconds_bucket{of},le=\"0.05\"}} 2\n"),
            format!("duban_http_request_duration_seconds_bucket{of},le=\"5\"}} 2\n"),
            format!("duban_http_request_duration_seconds_bucket{of},le=\"+Inf\"}} 3\n"),
            format!("duban_http_request_duration_seconds_count{of}}} 3\n"),
        ] {
            assert!(text.contains(&line), "{line} is not in\n{text}");
        }
    }

    #[test]
    fn a_job_that_fails_keeps_the_moment_of_its_last_success() {
        let metrics = Metrics::default();
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        metrics.ran("deliver", at("2026-03-09T01:00:00"), true);
        metrics.ran("deliver", at("2026-03-09T01:00:05"), false);
        let mut out = Exposition::default();
        metrics.expose(&mut out);
        let text = out.text();
        for line in [
            "duban_job_runs_total{job=\"deliver\",outcome=\"failure\"} 1\n",
            "duban_job_last_run_timestamp_seconds{job=\"deliver\"} 1773018005\n",
            "duban_job_last_success_timestamp_seconds{job=\"deliver\"} 1773018000\n",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }

    #[test]
    fn labels_are_escaped() {
        let mut out = Exposition::default();
        out.sample("a", &[("b", "x\"y\\z\n")], 1);
        assert_eq!(out.text(), "a{b=\"x\\\"y\\\\z\\n\"} 1\n");
    }
}
