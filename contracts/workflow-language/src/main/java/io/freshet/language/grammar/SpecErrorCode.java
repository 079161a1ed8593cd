package io.freshet.language.grammar;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can be wrong with a workflow's specification or its bundle. The written form, such as {@code unknown-key}, never changes. */
public enum SpecErrorCode {
    YAML_SYNTAX("The file is not YAML 1.2, or is empty."),
    YAML_BOUNDS("The file is larger than 1 MiB, nested more than 50 levels deep, or has too many aliases."),
    YAML_TAG("A tag such as `!!binary` is used; the specification needs none."),
    YAML_KEY("A key is not a plain text of at most 200 characters."),
    YAML_DOCUMENTS("The file has more than one document."),
    DUPLICATE_KEY("A key occurs twice in one mapping."),
    UNSUPPORTED_VERSION("`apiVersion` or `kind` is not one that this version reads."),
    UNKNOWN_KEY("A key is not part of the specification; mostly a misspelling."),
    MISSING_KEY("A key that is required is not there."),
    WRONG_TYPE("A value is of another type than the key takes, such as a text where a list belongs."),
    BAD_NAME("A name does not follow the rule for names."),
    DUPLICATE_NAME(
            "Two things have one name where a task would see both under it, or two workflows that are deployed together have one."),
    BAD_VALUE("A value is none of those that the key takes."),
    OUT_OF_RANGE("A number or a duration is outside its bounds."),
    TOO_LARGE("The workflow, or a part of it, is larger than [one may be](bounds.md)."),
    BAD_DURATION("A text is not a duration."),
    BAD_TIME("A text is not a time of day, a date or a time zone."),
    BAD_CRON("A text is not a Unix cron expression of five fields."),
    BAD_EXPRESSION("A condition is no CEL expression, does not type-check, or is neither true nor false."),
    BAD_LAYOUT("A layout is malformed: an unreadable placeholder, time pattern or glob."),
    BAD_PATH(
            "A path is absolute, has empty, `.` or `..` segments or characters that cannot be written, or is too long."),
    PATH_OVERLAP("Two datasets have the same directory, or one lies inside the other's."),
    UNKNOWN_DATASET("A dataset is named that the workflow does not declare."),
    TWO_PRODUCERS("Two tasks write one dataset."),
    CYCLE("Tasks depend on each other in a circle."),
    UNKNOWN_DIMENSION("A dimension is named that is not there."),
    DIMENSION_MISMATCH("Dimensions that must fit each other do not."),
    DATASET_DIFFERS("Another workflow of the namespace declares the dataset with another path or layout."),
    MISSING_FILE("A file that `run.code` names is not in the bundle."),
    BAD_COMMAND("A command line is written as one word, which no program is called."),
    MISSING_COMMAND_FILE("A warning: a file that a command names is not in the bundle."),
    NOT_REPLACED("A warning: a command has text that a shell or a template engine would replace, and nothing does."),
    UNRELATED_TIME("A warning: an output has a time that no input has, where the time of an input may be meant."),
    POD_NOT_ALLOWED(
            "`run.pod` asks for something that a rule forbids, which the message names ([rules](#rules-for-pods))."),
    IDENTITY_DENIED(
            "The [identity policy](../operations/identity.md) does not let the task run as what it asks for; the message names the rule."),
    NO_EFFECT_YET("A warning: the specification says something that nothing reads yet."),
    NOT_AVAILABLE_YET("The specification is right, but this version cannot do it yet.");

    private final String text;
    private final String description;

    SpecErrorCode(String description) {
        this.text = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.description = description;
    }

    /** What it means, in one sentence of Markdown. */
    public String description() {
        return description;
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException if there is no such code
     */
    @JsonCreator
    public static SpecErrorCode parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    @JsonValue
    public String toString() {
        return text;
    }
}
