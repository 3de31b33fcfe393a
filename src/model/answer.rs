//! What the model answered, read with patience for its habits and with none for its inventions.

use serde::Deserialize;
use serde_json::Value;

use crate::domain::extraction::{Proposal, Silence};

/// The most proposals that are read of one answer.
const MOST: usize = 500;

/// The answer as the endpoint sends it.
#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
}

#[derive(Deserialize)]
struct Message {
    content: String,
}

/// What the model was asked for.
#[derive(Deserialize)]
struct Directives {
    directives: Vec<Value>,
}

/// The proposals in the body of an answer. One without a quote counts as an empty quote, which
/// stands nowhere.
pub(super) fn proposals(body: &[u8]) -> Result<Vec<Proposal>, Silence> {
    let completion: Completion = serde_json::from_slice(body).map_err(nonsense)?;
    let message = completion.choices.into_iter().next().ok_or(Silence::Nonsense)?.message;
    let said: Directives = serde_json::from_str(object(&message.content)).map_err(nonsense)?;
    Ok(said.directives.iter().take(MOST).map(proposal).collect())
}

/// What is wrong with it helps nobody: it is said that it cannot be read.
fn nonsense(_: serde_json::Error) -> Silence {
    Silence::Nonsense
}

/// The JSON object in what was said: models think aloud before it, fence it in, or add a sentence.
fn object(said: &str) -> &str {
    let said = said.rsplit_once("</think>").map_or(said, |(_, answer)| answer);
    match (said.find('{'), said.rfind('}')) {
        (Some(start), Some(end)) if start < end => &said[start..=end],
        _ => said,
    }
}

fn proposal(item: &Value) -> Proposal {
    let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
    Proposal { quote: text("quote"), before: text("before") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quotes(content: &str) -> Result<Vec<String>, Silence> {
        let body = serde_json::json!({ "choices": [{ "message": { "content": content } }] });
        let proposals = proposals(body.to_string().as_bytes())?;
        Ok(proposals.into_iter().map(|one| one.quote).collect())
    }

    #[test]
    fn habits_of_models_are_borne() {
        #[track_caller]
        fn case(content: &str) {
            assert_eq!(quotes(content), Ok(vec!["要修门。".to_owned()]), "{content}");
        }

        case(r#"{"directives": [{"quote": "要修门。", "before": ""}]}"#);
        case("```json\n{\"directives\": [{\"quote\": \"要修门。\"}]}\n```");
        case(
            "Here it is:\n{\"directives\": [{\"quote\": \"要修门。\", \"due\": \"tomorrow\"}]}\nDone.",
        );
        case("<think>Is {this} one?</think>{\"directives\": [{\"quote\": \"要修门。\"}]}");
    }

    #[test]
    fn what_has_no_quote_stands_nowhere() {
        let found = quotes(r#"{"directives": [{"text": "要修门。"}, 4, {"quote": 5}]}"#);
        assert_eq!(found, Ok(vec![String::new(); 3]));
        assert_eq!(quotes(r#"{"directives": []}"#), Ok(Vec::new()));
    }

    #[test]
    fn nonsense_is_called_nonsense() {
        for content in
            ["", "I cannot do that.", "{}", "{\"directives\": 4}", "}{", "{\"directives\": [{"]
        {
            assert_eq!(quotes(content), Err(Silence::Nonsense), "{content}");
        }
        assert_eq!(proposals(b"<html>"), Err(Silence::Nonsense));
        assert_eq!(proposals(b"{\"choices\": []}"), Err(Silence::Nonsense));
        assert_eq!(proposals(b"\xff\xfe"), Err(Silence::Nonsense));
    }
}
