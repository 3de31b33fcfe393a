//! The tables, as diesel sees them; the same on both databases.

diesel::table! {
    action_links (id) {
        id -> BigInt,
        token_hash -> Text,
        nonce -> Text,
        person_id -> BigInt,
        task_id -> BigInt,
        verb -> Text,
        outbox_message_id -> BigInt,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        ended_by -> Nullable<Text>,
    }
}

diesel::table! {
    api_tokens (id) {
        id -> BigInt,
        token_hash -> Text,
        person_id -> BigInt,
        scope -> Text,
        created_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    attachments (id) {
        id -> BigInt,
        sha256 -> Text,
        size -> BigInt,
        name -> Text,
        media_type -> Text,
        left_out -> Text,
        meeting_id -> Nullable<BigInt>,
        revision -> Nullable<Integer>,
        task_id -> Nullable<BigInt>,
        report_id -> Nullable<BigInt>,
        request_id -> Nullable<BigInt>,
        uploaded_by -> Nullable<BigInt>,
        created_at -> Timestamp,
        uploaded_by_name -> Text,
        filed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    bodies (id) {
        id -> BigInt,
        name -> Text,
        active -> Bool,
        version -> BigInt,
    }
}

diesel::table! {
    bounces (id) {
        id -> BigInt,
        address -> Text,
        said -> Text,
        bounced_at -> Timestamp,
    }
}

diesel::table! {
    calendar_entries (id) {
        id -> BigInt,
        kind -> Text,
        name -> Text,
        first_day -> Date,
        last_day -> Date,
        source -> Nullable<Text>,
    }
}

diesel::table! {
    calendar_feeds (person_id) {
        person_id -> BigInt,
        token_hash -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    circular_events (id) {
        id -> BigInt,
        circular_id -> BigInt,
        occurred_at -> Timestamp,
        actor_id -> Nullable<BigInt>,
        actor_name -> Text,
        on_behalf_of_name -> Nullable<Text>,
        step -> Text,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    circulars (id) {
        id -> BigInt,
        state -> Text,
        period -> Text,
        from_day -> Date,
        to_day -> Date,
        body_id -> Nullable<BigInt>,
        programme_id -> Nullable<BigInt>,
        lang -> Text,
        figures -> Text,
        drafted -> Text,
        texts -> Text,
        number_year -> Nullable<Integer>,
        number_seq -> Nullable<Integer>,
        number -> Nullable<Text>,
        signed_by_name -> Nullable<Text>,
        signed_on -> Nullable<Date>,
        frozen -> Nullable<Text>,
        digest -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    department_contacts (department_id, person_id) {
        department_id -> BigInt,
        person_id -> BigInt,
    }
}

diesel::table! {
    departments (id) {
        id -> BigInt,
        name -> Text,
        name_en -> Nullable<Text>,
        aliases -> Text,
        parent_id -> Nullable<BigInt>,
        head_id -> Nullable<BigInt>,
        leader_id -> Nullable<BigInt>,
        position -> Integer,
        active -> Bool,
        version -> BigInt,
        merged_into_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    deputies (id) {
        id -> BigInt,
        person_id -> BigInt,
        deputy_id -> BigInt,
        from_on -> Date,
        to_on -> Date,
    }
}

diesel::table! {
    digest_readers (person_id) {
        person_id -> BigInt,
        reads_at -> Nullable<Time>,
        told_through -> Nullable<Date>,
    }
}

diesel::table! {
    directives (id) {
        id -> BigInt,
        meeting_id -> BigInt,
        start_at -> Integer,
        end_at -> Integer,
        anchored -> Bool,
        quote -> Text,
        title -> Text,
        theme -> Nullable<Text>,
        cue -> Text,
        confidence -> Double,
        urgency -> Text,
        owners -> Text,
        deadline -> Nullable<Text>,
        parts -> Text,
        disposition -> Text,
        reviewed_by -> Nullable<BigInt>,
        reviewed_at -> Nullable<Timestamp>,
        preparation -> Nullable<Text>,
        version -> BigInt,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    events (id) {
        id -> BigInt,
        task_id -> BigInt,
        seq -> BigInt,
        occurred_at -> Timestamp,
        recorded_at -> Timestamp,
        actor_id -> Nullable<BigInt>,
        actor_name -> Text,
        on_behalf_of_id -> Nullable<BigInt>,
        on_behalf_of_name -> Nullable<Text>,
        kind -> Text,
        old -> Nullable<Text>,
        new -> Nullable<Text>,
        report_id -> Nullable<BigInt>,
        request_id -> Nullable<BigInt>,
        enclosed -> Nullable<Text>,
        hash -> Text,
    }
}

diesel::table! {
    house_changes (id) {
        id -> BigInt,
        changed_at -> Timestamp,
        actor_id -> Nullable<BigInt>,
        actor_name -> Text,
        subject -> Text,
        change -> Text,
    }
}

diesel::table! {
    idempotency_keys (id) {
        id -> BigInt,
        principal -> Text,
        route -> Text,
        key -> Text,
        body_digest -> Text,
        status -> Integer,
        answer -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    import_mappings (shape) {
        shape -> Text,
        fields -> Text,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    imports (id) {
        id -> BigInt,
        kind -> Text,
        person_id -> Nullable<BigInt>,
        name -> Text,
        sha256 -> Text,
        choices -> Text,
        created_at -> Timestamp,
        applied_at -> Nullable<Timestamp>,
        outcome -> Nullable<Text>,
    }
}

diesel::table! {
    invitations (id) {
        id -> BigInt,
        task_id -> BigInt,
        department_id -> BigInt,
        text -> Nullable<Text>,
        state -> Text,
        invited_by -> Nullable<BigInt>,
        invited_by_name -> Text,
        invited_on -> Date,
        invited_at -> Timestamp,
        answered_by -> Nullable<BigInt>,
        answered_by_name -> Nullable<Text>,
        answered_on -> Nullable<Date>,
        comment -> Nullable<Text>,
    }
}

diesel::table! {
    meeting_readers (meeting_id, person_id) {
        meeting_id -> BigInt,
        person_id -> BigInt,
    }
}

diesel::table! {
    meetings (id) {
        id -> BigInt,
        title -> Text,
        body_id -> Nullable<BigInt>,
        held_on -> Date,
        chair -> Nullable<Text>,
        source -> Text,
        confidential -> Bool,
        version -> BigInt,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    minutes (id) {
        id -> BigInt,
        meeting_id -> BigInt,
        revision -> Integer,
        text -> Text,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
        model_note -> Nullable<Text>,
    }
}

diesel::table! {
    one_time_links (id) {
        id -> BigInt,
        token_hash -> Text,
        purpose -> Text,
        person_id -> Nullable<BigInt>,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    outbox_messages (id) {
        id -> BigInt,
        cause_key -> Text,
        kind -> Text,
        person_id -> Nullable<BigInt>,
        task_id -> Nullable<BigInt>,
        to_name -> Text,
        to_address -> Text,
        subject -> Text,
        body_text -> Text,
        body_html -> Text,
        message_id -> Text,
        state -> Text,
        attempts -> Integer,
        next_attempt_at -> Timestamp,
        leased_until -> Nullable<Timestamp>,
        lease -> Nullable<Text>,
        sent_at -> Nullable<Timestamp>,
        error -> Nullable<Text>,
        created_at -> Timestamp,
        channel -> Text,
        card -> Text,
        diverted -> Nullable<Text>,
    }
}

diesel::table! {
    people (id) {
        id -> BigInt,
        name -> Text,
        title -> Nullable<Text>,
        email -> Nullable<Text>,
        email_key -> Nullable<Text>,
        employee_no -> Nullable<Text>,
        phone -> Nullable<Text>,
        role -> Text,
        top_leader -> Bool,
        department_id -> Nullable<BigInt>,
        locale -> Nullable<Text>,
        active -> Bool,
        password_hash -> Nullable<Text>,
        created_at -> Timestamp,
        version -> BigInt,
    }
}

diesel::table! {
    preferences (person_id, name) {
        person_id -> BigInt,
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    programmes (id) {
        id -> BigInt,
        name -> Text,
        active -> Bool,
        version -> BigInt,
    }
}

diesel::table! {
    questions (id) {
        id -> BigInt,
        task_id -> BigInt,
        report_id -> BigInt,
        department_id -> BigInt,
        text -> Text,
        asked_by -> Nullable<BigInt>,
        asked_by_name -> Text,
        asked_on -> Date,
        asked_at -> Timestamp,
        answer_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    reaches (person_id) {
        person_id -> BigInt,
        channel -> Text,
        wecom_id -> Nullable<Text>,
        dingtalk_id -> Nullable<Text>,
        feishu_id -> Nullable<Text>,
        mobile -> Nullable<Text>,
    }
}

diesel::table! {
    received_messages (id) {
        id -> BigInt,
        message_id -> Text,
        outcome -> Text,
        received_at -> Timestamp,
    }
}

diesel::table! {
    remembered_names (id) {
        id -> BigInt,
        department_id -> BigInt,
        name -> Text,
        meeting_id -> BigInt,
        remembered_by -> Nullable<BigInt>,
        remembered_at -> Timestamp,
    }
}

diesel::table! {
    reminders (id) {
        id -> BigInt,
        kind -> Text,
        task_id -> BigInt,
        step -> Integer,
        person_id -> BigInt,
        planned_on -> Date,
        outbox_message_id -> Nullable<BigInt>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    reports (id) {
        id -> BigInt,
        task_id -> BigInt,
        department_id -> Nullable<BigInt>,
        as_support -> Bool,
        reported_by -> Nullable<BigInt>,
        reported_by_name -> Text,
        reported_on -> Date,
        reported_at -> Timestamp,
        outlook -> Nullable<Text>,
        done -> Nullable<Text>,
        no_change -> Bool,
        problem -> Nullable<Text>,
        next -> Nullable<Text>,
        percent -> Nullable<Integer>,
        delay_reason -> Nullable<Text>,
        expected_on -> Nullable<Date>,
        needs -> Nullable<Text>,
        waiting_on_department_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    requests (id) {
        id -> BigInt,
        task_id -> BigInt,
        kind -> Text,
        state -> Text,
        reason -> Text,
        result -> Nullable<Text>,
        old_due_on -> Nullable<Date>,
        new_due_on -> Nullable<Date>,
        requested_by -> Nullable<BigInt>,
        requested_by_name -> Text,
        requested_on -> Date,
        requested_at -> Timestamp,
        decided_by -> Nullable<BigInt>,
        decided_by_name -> Nullable<Text>,
        decided_on -> Nullable<Date>,
        decided_at -> Nullable<Timestamp>,
        comment -> Nullable<Text>,
        granted_due_on -> Nullable<Date>,
        percent -> Nullable<Integer>,
        evidence -> Nullable<Text>,
        opinion_agrees -> Nullable<Bool>,
        opinion -> Nullable<Text>,
        opinion_by_name -> Nullable<Text>,
        opinion_on -> Nullable<Date>,
        endorsed_by_name -> Nullable<Text>,
        endorsed_on -> Nullable<Date>,
        endorsed_due_on -> Nullable<Date>,
        endorsement -> Nullable<Text>,
    }
}

diesel::table! {
    review_acts (id) {
        id -> BigInt,
        meeting_id -> BigInt,
        person_id -> BigInt,
        done_at -> Timestamp,
        before -> Text,
        after -> Text,
        undone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    revision (id) {
        id -> Integer,
        number -> BigInt,
    }
}

diesel::table! {
    robots (id) {
        id -> BigInt,
        department_id -> BigInt,
        kind -> Text,
        name -> Text,
        url -> Text,
        secret -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    saved_views (id) {
        id -> BigInt,
        person_id -> BigInt,
        name -> Text,
        query -> Text,
        shared -> Bool,
    }
}

diesel::table! {
    sessions (id) {
        id -> BigInt,
        token_hash -> Text,
        person_id -> BigInt,
        created_at -> Timestamp,
        last_seen_at -> Timestamp,
        expires_at -> Timestamp,
        user_agent -> Nullable<Text>,
    }
}

diesel::table! {
    settings (key) {
        key -> Text,
        value -> Text,
    }
}

diesel::table! {
    submission_tasks (submission_id, task_id) {
        submission_id -> BigInt,
        task_id -> BigInt,
        open -> Bool,
    }
}

diesel::table! {
    submissions (id) {
        id -> BigInt,
        state -> Text,
        note -> Nullable<Text>,
        submitted_by -> Nullable<BigInt>,
        submitted_by_name -> Text,
        submitted_at -> Timestamp,
        decided_by -> Nullable<BigInt>,
        decided_by_name -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        comment -> Nullable<Text>,
    }
}

diesel::table! {
    task_numbers (year) {
        year -> Integer,
        last -> Integer,
    }
}

diesel::table! {
    supporter_spans (task_id, department_id, from_day) {
        task_id -> BigInt,
        department_id -> BigInt,
        from_day -> Date,
        to_day -> Date,
    }
}

diesel::table! {
    task_spans (id) {
        id -> BigInt,
        task_id -> BigInt,
        from_day -> Date,
        to_day -> Date,
        state -> Text,
        lead_id -> BigInt,
        leader_id -> Nullable<BigInt>,
        programme_id -> Nullable<BigInt>,
        issued_on -> Nullable<Date>,
        due_on -> Nullable<Date>,
        baseline_due_on -> Nullable<Date>,
        closed_on -> Nullable<Date>,
        soon_on -> Nullable<Date>,
        missed_on -> Nullable<Date>,
        stopped_on -> Nullable<Date>,
        percent -> Integer,
        last_report_on -> Nullable<Date>,
        extensions -> Integer,
        open_request -> Nullable<Text>,
        outlook -> Nullable<Text>,
        explained_on -> Nullable<Date>,
        expected_on -> Nullable<Date>,
        counted -> Bool,
        long_term -> Bool,
        is_parent -> Bool,
        cadence -> Text,
        original_due_on -> Nullable<Date>,
    }
}

diesel::table! {
    task_supporters (task_id, department_id) {
        task_id -> BigInt,
        department_id -> BigInt,
    }
}

diesel::table! {
    tasks (id) {
        id -> BigInt,
        number_year -> Nullable<Integer>,
        number_seq -> Nullable<Integer>,
        number -> Nullable<Text>,
        title -> Text,
        requirement -> Text,
        directive_id -> Nullable<BigInt>,
        meeting_id -> Nullable<BigInt>,
        programme_id -> Nullable<BigInt>,
        parent_id -> Nullable<BigInt>,
        is_parent -> Bool,
        is_subtask -> Bool,
        lead_id -> BigInt,
        handler_id -> Nullable<BigInt>,
        leader_id -> Nullable<BigInt>,
        follower_id -> Nullable<BigInt>,
        urgency -> Text,
        cadence -> Text,
        long_term -> Bool,
        evidence_required -> Bool,
        original_due_on -> Nullable<Date>,
        due_on -> Nullable<Date>,
        baseline_due_on -> Nullable<Date>,
        percent -> Integer,
        state -> Text,
        state_before -> Nullable<Text>,
        suspended_on -> Nullable<Date>,
        issued_on -> Nullable<Date>,
        acknowledged_on -> Nullable<Date>,
        closed_on -> Nullable<Date>,
        extensions -> Integer,
        explained_on -> Nullable<Date>,
        expected_on -> Nullable<Date>,
        waiting_on_id -> Nullable<BigInt>,
        last_report_id -> Nullable<BigInt>,
        last_report_on -> Nullable<Date>,
        last_outlook -> Nullable<Text>,
        unchanged -> Integer,
        reports_from -> Nullable<Date>,
        open_request_id -> Nullable<BigInt>,
        soon_on -> Nullable<Date>,
        missed_on -> Nullable<Date>,
        stopped_on -> Nullable<Date>,
        version -> BigInt,
        seq -> BigInt,
        hash -> Nullable<Text>,
        created_by -> Nullable<BigInt>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    grounds (task_id) {
        task_id -> BigInt,
        source -> Text,
        dated_on -> Nullable<Date>,
        reference -> Nullable<Text>,
        words -> Nullable<Text>,
        instruction_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    instructions (id) {
        id -> BigInt,
        task_id -> Nullable<BigInt>,
        meeting_id -> Nullable<BigInt>,
        text -> Text,
        answer_by -> Nullable<Date>,
        given_by -> Nullable<BigInt>,
        given_by_name -> Text,
        given_on -> Date,
        given_at -> Timestamp,
    }
}

diesel::table! {
    looks (person_id, page) {
        person_id -> BigInt,
        page -> Text,
        at -> Timestamp,
        before -> Nullable<Timestamp>,
        read_to -> BigInt,
        shown_to -> BigInt,
    }
}

diesel::table! {
    milestones (id) {
        id -> BigInt,
        task_id -> BigInt,
        position -> Integer,
        name -> Text,
        due_on -> Date,
        done_on -> Nullable<Date>,
        removed -> Bool,
        version -> BigInt,
    }
}

diesel::table! {
    recurrence_instances (task_id) {
        task_id -> BigInt,
        recurrence_id -> BigInt,
        place -> Integer,
    }
}

diesel::table! {
    recurrences (id) {
        id -> BigInt,
        rhythm -> Text,
        day -> Integer,
        ends_on -> Nullable<Date>,
        active -> Bool,
    }
}

diesel::table! {
    urging_notices (id) {
        id -> BigInt,
        task_id -> BigInt,
        due_on -> Date,
        drafted_on -> Date,
        reply_by -> Date,
        year -> Nullable<Integer>,
        number -> Nullable<Integer>,
        settled_at -> Nullable<Timestamp>,
        signed -> Bool,
    }
}

diesel::table! {
    wall_displays (id) {
        id -> BigInt,
        token_hash -> Text,
        name -> Text,
        body_id -> Nullable<BigInt>,
        programme_id -> Nullable<BigInt>,
        department_id -> Nullable<BigInt>,
        titles_hidden -> Bool,
        language -> Text,
        dark -> Bool,
        created_by -> Nullable<BigInt>,
        created_by_name -> Text,
        created_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::joinable!(action_links -> outbox_messages (outbox_message_id));
diesel::joinable!(action_links -> people (person_id));
diesel::joinable!(action_links -> tasks (task_id));
diesel::joinable!(api_tokens -> people (person_id));
diesel::joinable!(attachments -> meetings (meeting_id));
diesel::joinable!(attachments -> tasks (task_id));
diesel::joinable!(circular_events -> circulars (circular_id));
diesel::joinable!(department_contacts -> departments (department_id));
diesel::joinable!(department_contacts -> people (person_id));
diesel::joinable!(directives -> meetings (meeting_id));
diesel::joinable!(directives -> people (reviewed_by));
diesel::joinable!(events -> reports (report_id));
diesel::joinable!(events -> requests (request_id));
diesel::joinable!(events -> tasks (task_id));
diesel::joinable!(grounds -> instructions (instruction_id));
diesel::joinable!(grounds -> tasks (task_id));
diesel::joinable!(instructions -> tasks (task_id));
diesel::joinable!(invitations -> tasks (task_id));
diesel::joinable!(meeting_readers -> meetings (meeting_id));
diesel::joinable!(meeting_readers -> people (person_id));
diesel::joinable!(meetings -> bodies (body_id));
diesel::joinable!(meetings -> people (created_by));
diesel::joinable!(milestones -> tasks (task_id));
diesel::joinable!(minutes -> meetings (meeting_id));
diesel::joinable!(minutes -> people (created_by));
diesel::joinable!(one_time_links -> people (person_id));
diesel::joinable!(outbox_messages -> people (person_id));
diesel::joinable!(outbox_messages -> tasks (task_id));
diesel::joinable!(preferences -> people (person_id));
diesel::joinable!(questions -> tasks (task_id));
diesel::joinable!(reaches -> people (person_id));
diesel::joinable!(recurrence_instances -> recurrences (recurrence_id));
diesel::joinable!(recurrence_instances -> tasks (task_id));
diesel::joinable!(reminders -> outbox_messages (outbox_message_id));
diesel::joinable!(reminders -> people (person_id));
diesel::joinable!(reminders -> tasks (task_id));
diesel::joinable!(reports -> people (reported_by));
diesel::joinable!(reports -> tasks (task_id));
diesel::joinable!(requests -> tasks (task_id));
diesel::joinable!(review_acts -> meetings (meeting_id));
diesel::joinable!(review_acts -> people (person_id));
diesel::joinable!(robots -> departments (department_id));
diesel::joinable!(sessions -> people (person_id));
diesel::joinable!(submission_tasks -> submissions (submission_id));
diesel::joinable!(submission_tasks -> tasks (task_id));
diesel::joinable!(supporter_spans -> departments (department_id));
diesel::joinable!(supporter_spans -> tasks (task_id));
diesel::joinable!(task_spans -> departments (lead_id));
diesel::joinable!(task_spans -> people (leader_id));
diesel::joinable!(task_spans -> programmes (programme_id));
diesel::joinable!(task_spans -> tasks (task_id));
diesel::joinable!(task_supporters -> departments (department_id));
diesel::joinable!(task_supporters -> tasks (task_id));
diesel::joinable!(tasks -> departments (lead_id));
diesel::joinable!(tasks -> directives (directive_id));
diesel::joinable!(tasks -> meetings (meeting_id));
diesel::joinable!(tasks -> programmes (programme_id));
diesel::joinable!(urging_notices -> tasks (task_id));

diesel::allow_tables_to_appear_in_same_query!(
    action_links,
    api_tokens,
    attachments,
    bodies,
    bounces,
    calendar_entries,
    calendar_feeds,
    circular_events,
    circulars,
    department_contacts,
    departments,
    deputies,
    digest_readers,
    directives,
    events,
    grounds,
    house_changes,
    idempotency_keys,
    import_mappings,
    imports,
    instructions,
    invitations,
    looks,
    meeting_readers,
    meetings,
    milestones,
    minutes,
    one_time_links,
    outbox_messages,
    people,
    preferences,
    programmes,
    questions,
    reaches,
    received_messages,
    recurrence_instances,
    recurrences,
    remembered_names,
    reminders,
    reports,
    requests,
    review_acts,
    revision,
    robots,
    saved_views,
    sessions,
    settings,
    submission_tasks,
    submissions,
    task_numbers,
    supporter_spans,
    task_spans,
    task_supporters,
    tasks,
    urging_notices,
    wall_displays,
);
