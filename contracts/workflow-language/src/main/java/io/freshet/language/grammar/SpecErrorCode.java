package io.freshet.language.grammar;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.freshet.contracts.error.ErrorCode;
import io.freshet.contracts.error.ErrorDescription;
import java.util.Locale;

/** What can be wrong with a workflow's specification or its bundle. The written form, such as {@code unknown-key}, never changes. */
public enum SpecErrorCode implements ErrorCode {
    YAML_SYNTAX(
            "The file is not YAML 1.2, or is empty.",
            "Correct the place that the error names; an editor that knows YAML shows it too."),
    YAML_BOUNDS(
            "The file is larger than 1 MiB, nested more than 50 levels deep, or has too many aliases.",
            "Split the file, nest less, or write aliases out."),
    YAML_TAG("A tag such as `!!binary` is used; the specification needs none.", "Leave the tag out."),
    YAML_KEY("A key is not a plain text of at most 200 characters.", "Write the key as plain text."),
    YAML_DOCUMENTS("The file has more than one document.", "Put one document into a file: remove what follows `---`."),
    DUPLICATE_KEY("A key occurs twice in one mapping.", "Keep one of the two."),
    UNSUPPORTED_VERSION(
            "`apiVersion` or `kind` is not one that this version reads.",
            "Write what the hint names, or use a version of Freshet that reads it."),
    UNKNOWN_KEY(
            "A key is not part of the specification; mostly a misspelling.",
            "Take the key that the hint suggests, or see [all keys](workflow-yaml.md)."),
    MISSING_KEY("A key that is required is not there.", "Add the key."),
    WRONG_TYPE(
            "A value is of another type than the key takes, such as a text where a list belongs.",
            "Write the value in the form that the hint shows."),
    BAD_NAME(
            "A name does not follow the rule for names.",
            "Use 1 to 63 lower-case letters, digits and hyphens, starting with a letter."),
    DUPLICATE_NAME(
            "Two things have one name where a task would see both under it, or two workflows that are deployed together have one.",
            "Rename one of them."),
    BAD_VALUE("A value is none of those that the key takes.", "Take one of the values that the hint names."),
    OUT_OF_RANGE("A number or a duration is outside its bounds.", "Stay within the bounds that the hint names."),
    TOO_LARGE(
            "The workflow, or a part of it, is larger than [one may be](bounds.md).",
            "Make it smaller, or split the workflow."),
    BAD_DURATION("A text is not a duration.", "Write a number and a unit, such as `30s`, `5m` or `2h`."),
    BAD_TIME("A text is not a time of day, a date or a time zone.", "Write it as the hint shows."),
    BAD_CRON(
            "A text is not a cron expression of five or six fields, or one whose day never comes.",
            "Write minute, hour, day of month, month and day of week, such as `0 6 * * 1-5`; the message names the field that is wrong."),
    BAD_EXPRESSION(
            "A condition is no CEL expression, does not type-check, or is neither true nor false.",
            "Correct the expression where the message points; see [conditions](../guides/conditions.md#conditions-on-what-was-reported)."),
    BAD_LAYOUT(
            "A layout is malformed: an unreadable placeholder, time pattern or glob.",
            "Write `{name}` or `{name:yyyy-MM-dd}`, `*`, `?` and `**`, as the hint shows."),
    BAD_PATH(
            "A path is absolute, has empty, `.` or `..` segments or characters that cannot be written, or is too long.",
            "Write a relative path with plain segments."),
    PATH_OVERLAP(
            "Two datasets have the same directory, or one lies inside the other's.",
            "Give each dataset a directory of its own."),
    UNKNOWN_DATASET(
            "A dataset is named that the workflow does not declare.", "Declare the dataset, or correct its name."),
    TWO_PRODUCERS("Two tasks write one dataset.", "Let each task write a dataset of its own."),
    CYCLE("Tasks depend on each other in a circle.", "Break the circle that the message shows."),
    UNKNOWN_DIMENSION("A dimension is named that is not there.", "Take a dimension that the layout has."),
    DIMENSION_MISMATCH(
            "Dimensions that must fit each other do not.",
            "Give both sides the same dimensions, or say how they relate, as the hint shows."),
    DATASET_DIFFERS(
            "Another workflow of the namespace declares the dataset with another path or layout.",
            "Declare it as the other workflow does, or deploy both [together](cli.md#freshet-deploy)."),
    MISSING_FILE(
            "A file that `run.code` names is not in the bundle.",
            "Add the file to the bundle, or take it out of `run.code`."),
    BAD_COMMAND(
            "A command line is written as one word, which no program is called.",
            "Write the command as a list of words."),
    MISSING_COMMAND_FILE(
            "A warning: a file that a command names is not in the bundle.",
            "Add the file to the bundle, unless the machine has it."),
    NOT_REPLACED(
            "A warning: a command has text that a shell or a template engine would replace, and nothing does.",
            "Use `sh -c`, or a variable of the [environment](../guides/writing-tasks.md)."),
    UNRELATED_TIME(
            "A warning: an output has a time that no input has, where the time of an input may be meant.",
            "Name both dimensions alike if they mean the same time."),
    POD_NOT_ALLOWED(
            "`run.pod` asks for something that a rule forbids, which the message names ([rules](#rules-for-pods)).",
            "Take out of `run.pod` what the rule forbids."),
    IDENTITY_DENIED(
            "The [identity policy](../operations/identity.md) does not let the task run as what it asks for; the message names the rule.",
            "Ask for an identity that the policy grants, or have the policy changed."),
    NO_EFFECT_YET(
            "A warning: the specification says something that nothing reads yet.",
            "Leave it out, or keep it for the version that reads it."),
    NOT_AVAILABLE_YET(
            "The specification is right, but this version cannot do it yet.",
            "Leave it out until a version can do it.");

    private final ErrorDescription description;

    SpecErrorCode(String meaning, String remedy) {
        this.description = new ErrorDescription(meaning, remedy);
    }

    @Override
    public ErrorDescription description() {
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
        return text();
    }
}
