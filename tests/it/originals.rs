//! Files that minutes came in: read, kept with their meeting, and handed out to who may see it.

use duban::domain::{MeetingId, Role};
use duban::persistence::{attachments, meetings};

use crate::databases::{Database, on_both};
use crate::documents::{pdf, set, word};
use crate::guest::{guest, settle};
use crate::office::Office;

on_both!(an_original_is_kept_and_handed_out, what_cannot_be_read_comes_back_filled_in);

const FORM: &[(&str, &str)] =
    &[("title", "例会"), ("held_on", "2026-03-05"), ("checked", "yes"), ("act", "file")];

async fn an_original_is_kept_and_handed_out(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "clerk@example.edu", Role::Clerk);
    settle(&office.app, "staff@example.edu", Role::Staff);
    let mut clerk = guest(&office.app).await;
    clerk.enter("clerk@example.edu").await;
    let mut staff = guest(&office.app).await;
    staff.enter("staff@example.edu").await;
    let file = word(&["院长办公会纪要", "总务处要修门。"]);
    let page = clerk.get("/meetings/new").await;
    let open = clerk.upload(&page, "/meetings/new", FORM, ("纪要 1.docx", &file)).await;
    assert_eq!(open.place(), "/meetings/1");
    let secret = [FORM, &[("confidential", "yes")]].concat();
    let hidden = clerk.upload(&page, "/meetings/new", &secret, ("纪要 1.docx", &file)).await;
    assert_eq!(hidden.place(), "/meetings/2");

    let meeting = clerk.get("/meetings/1").await.html;
    assert!(meeting.contains("总务处要修门。") && meeting.contains("纪要 1.docx"), "{meeting}");
    let given = staff.get("/attachments/1").await;
    let said = |name: &str| given.headers.get(name).unwrap().to_str().unwrap();
    assert_eq!(given.status, 200);
    assert!(said("content-disposition").starts_with("attachment; filename="));
    assert!(said("content-disposition").contains("filename*=UTF-8''%E7%BA%AA%E8%A6%81%201.docx"));
    assert_eq!(said("x-content-type-options"), "nosniff");
    assert!(said("content-security-policy").contains("sandbox"));
    assert_eq!(staff.get("/attachments/2").await.status, 404);
    assert_eq!(clerk.get("/attachments/2").await.status, 200);
    assert_eq!(clerk.get("/attachments/99").await.status, 404);
    assert_eq!(guest(&office.app).await.get("/attachments/1").await.status, 303);

    // A new file is a new revision; both originals stay.
    let page = clerk.get("/meetings/1/edit").await;
    let version = page.hidden("version");
    let fields = [FORM, &[("minutes", "总务处要修门。"), ("version", &version)]].concat();
    let file = pdf(&set("The Works Office shall mend the gate.", 700));
    let changed = clerk.upload(&page, "/meetings/1/edit", &fields, ("new.pdf", &file)).await;
    assert_eq!(changed.status, 303, "{}", changed.html);
    let (minutes, kept) = office
        .app
        .db
        .read(|conn| {
            let minutes = meetings::minutes_of(conn, MeetingId(1))?;
            Ok::<_, duban::persistence::Error>((
                minutes,
                attachments::of_meeting(conn, MeetingId(1))?,
            ))
        })
        .unwrap();
    assert_eq!((minutes.revision, kept.len()), (2, 2));
    assert_eq!(minutes.text, "The Works Office shall mend the gate.\n");
    assert_eq!((kept[0].revision, kept[1].revision), (Some(1), Some(2)));
    assert_eq!(office.app.store.get(&kept[1].sha256).unwrap(), file);
}

async fn what_cannot_be_read_comes_back_filled_in(database: Database) {
    let office = Office::on("2026-03-06", database);
    settle(&office.app, "clerk@example.edu", Role::Clerk);
    let mut clerk = guest(&office.app).await;
    clerk.enter("clerk@example.edu").await;
    let page = clerk.get("/meetings/new").await;

    let scan = pdf("q 500 0 0 700 40 40 cm /X Do Q");
    let refused = clerk.upload(&page, "/meetings/new", FORM, ("scan.pdf", &scan)).await;
    assert_eq!((refused.status, refused.wrong()), (422, vec!["file"]));
    assert!(refused.html.contains("The file is a scan") && refused.html.contains("value=\"例会\""));

    let large = vec![b'a'; 21 << 20];
    let refused = clerk.upload(&page, "/meetings/new", FORM, ("large.txt", &large)).await;
    assert_eq!((refused.status, refused.wrong()), (422, vec!["file"]));

    // The text of a file whose form was not complete is kept, and the file may be chosen again.
    let file = word(&["总务处要修门。"]);
    let refused = clerk.upload(&page, "/meetings/new", &FORM[..2], ("a.docx", &file)).await;
    assert_eq!((refused.status, refused.wrong()), (422, vec!["checked"]));
    assert!(refused.html.contains("总务处要修门。"));
    let again = [FORM, &[("minutes", "总务处要修门。\r\n")]].concat();
    let filed = clerk.upload(&refused, "/meetings/new", &again, ("a.docx", &file)).await;
    assert_eq!(filed.place(), "/meetings/1", "{}", filed.html);
}
