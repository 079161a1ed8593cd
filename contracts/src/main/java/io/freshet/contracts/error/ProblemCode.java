package io.freshet.contracts.error;

import java.util.EnumSet;
import java.util.Set;

/** What a service, or the command line, may refuse or fail with: the {@code code} of an {@code application/problem+json} answer. */
public enum ProblemCode implements ErrorCode {
    BAD_REQUEST(
            400,
            "Bad request",
            "The request is malformed: JSON that cannot be read, a field that is not known, or a value of another type.",
            "Correct what the detail names."),
    MALFORMED_TEXT(
            400,
            "Bad request",
            "A path or parameter has U+0000, half a surrogate pair, a wrong escape, or too many characters.",
            "Leave it out, or escape it as UTF-8."),
    INVALID_PARAMETER(
            400,
            "Bad request",
            "A query parameter, or a header in its place, is missing, cannot be read, or is out of its bounds.",
            "Correct the parameter that the detail names; take a cursor only from the list that it continues."),
    INVALID_NAME(
            400,
            "Bad request",
            "A name in the path does not follow the rule for names.",
            "Use 1 to 63 lower-case letters, digits and hyphens, as the detail says."),
    INVALID_INSTANCE(
            400,
            "Bad request",
            "An instance is missing or is not of the form `namespace/workflow/task/dimension=value`.",
            "Copy it from `freshet instances`."),
    INVALID_RUN(
            400,
            "Bad request",
            "A run's id does not have 24 digits `0-9a-f`.",
            "Copy it from `freshet runs`; the command line also takes its beginning."),
    INVALID_SLOTS(
            400,
            "Bad request",
            "A pool cannot have so many slots, or a namespace no such quota.",
            "Give a number within the bounds that the detail names; 0 pauses the pool or the namespace."),
    INVALID_CONFIRMATION(
            400,
            "Bad request",
            "What confirms deletions is not what the dataset's problems name.",
            "Take `confirmation` from the dataset's problems, or use `freshet confirm-deletions`."),
    INVALID_IDEMPOTENCY_KEY(
            400,
            "Bad request",
            "`Idempotency-Key` is not 1 to 200 printable ASCII characters.",
            "Use such a key, for example a UUID."),
    RUN_ORDER_TOO_LARGE(
            400,
            "Bad request",
            "A request for a run names too many tasks or dimensions, or its reason is too long.",
            "Name fewer, or run everything; [bounds](bounds.md)."),
    INVALID_EVENT(
            400,
            "Bad request",
            "An event, or one of a batch, is no CloudEvent 1.0, is beyond a bound, or announces an extract without saying of which dataset.",
            "Correct the fields that the detail and the errors name, and send all of it again; [bounds](bounds.md)."),
    INVALID_DELIVERY(
            400,
            "Bad request",
            "What a webhook was sent is signed, and has no id or no JSON.",
            "Correct at the sender what the detail names."),
    USER_MISSING(
            400,
            "Bad request",
            "A request that changes something does not say who asks.",
            "Send the header `X-Freshet-User`."),
    TOKEN_MISSING(
            401,
            "Unauthorized",
            "The service asks for a token, and got none or another one.",
            "Send `Authorization: Bearer TOKEN`; for the command line set `FRESHET_TOKEN`."),
    DELIVERY_UNSIGNED(
            401,
            "Unauthorized",
            "There is no such webhook, or its delivery is not signed with its secret, or too long ago.",
            "Compare the path with `freshet webhooks`, and the secret at the sender with the file of the service; `freshet webhooks deliveries` has the reason."),
    FOREIGN_ORIGIN(
            403,
            "Forbidden",
            "A web page of another origin called the service.",
            "Add the page's origin to `freshet.http.origins` if it shall."),
    NOT_FOUND(
            404,
            "Not found",
            "There is no such path, or nothing of that name is known.",
            "Look at the spelling and at the names that the detail suggests; history knows of a thing once it has happened."),
    WORKFLOW_NOT_FOUND(
            404,
            "Not found",
            "The workflow is not deployed in the namespace.",
            "Look at the names that the detail suggests, or deploy it."),
    VERSION_NOT_FOUND(404, "Not found", "The workflow has no such version.", "List its versions and name one of them."),
    TASK_NOT_FOUND(404, "Not found", "The workflow has no such task.", "Name one that its specification has."),
    SCHEDULE_NOT_FOUND(
            404,
            "Not found",
            "The deployed version of the workflow has no schedule of this name.",
            "See `freshet schedules` for those that there are."),
    TRIGGER_NOT_FOUND(
            404,
            "Not found",
            "The deployed version of the workflow has no event trigger of this name.",
            "See `freshet triggers` for those that there are."),
    WEBHOOK_NOT_FOUND(
            404,
            "Not found",
            "The deployed version of the workflow has no webhook of this name.",
            "See `freshet webhooks` for those that there are."),
    DELIVERY_NOT_FOUND(
            404,
            "Not found",
            "The webhook has taken no delivery of this id, or it is not remembered any more.",
            "See `freshet webhooks deliveries` for those that there are; what was refused cannot be sent again."),
    REPLAY_NOT_FOUND(
            404,
            "Not found",
            "No replay has this id, or begins with it, or it is longer ago than requests are remembered.",
            "See `freshet replay list` for those that there are."),
    POOL_NOT_FOUND(
            404,
            "Not found",
            "Nobody defined the pool: it has the installation's default size.",
            "Nothing, or `PUT` it to give it another size."),
    DATASET_NEVER_PRODUCED(
            404,
            "Not found",
            "No version of any workflow ever produced the dataset, so there is nothing to remove.",
            "Take a name that `freshet orphans` lists."),
    METHOD_NOT_ALLOWED(405, "Method not allowed", "The path does not take that method.", "See the page of the API."),
    UPLOAD_TOO_SLOW(
            408,
            "Upload too slow",
            "A bundle did not arrive in time.",
            "Leave data out of the bundle, or send it over a faster connection."),
    AMBIGUOUS_ID(409, "Conflict", "The beginning of an id fits several things.", "Write more of it."),
    DATASET_IN_USE(
            409,
            "Dataset in use",
            "A deployed workflow declares the dataset, so it is no orphan and was not removed.",
            "Deploy the workflow without it, or remove the workflow, first."),
    IDEMPOTENCY_KEY_REUSED(
            409, "Conflict", "Something else was asked for with this `Idempotency-Key`.", "Use a new key."),
    REQUEST_TOO_LARGE(
            413, "Request too large", "The body is larger than any request may be.", "Send less; [bounds](bounds.md)."),
    BUNDLE_TOO_LARGE(
            413,
            "Bundle too large",
            "The archive, or what is in it, is beyond the bounds that the detail names.",
            "Leave data out of the bundle."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            "Unsupported media type",
            "The body is not of the type that the path takes.",
            "Send the `Content-Type` that the page of the API names."),
    FOREIGN_HOST(
            421,
            "Misdirected request",
            "The service does not go by the name in the header `Host`.",
            "Use `localhost`, or add the name to `freshet.http.hosts`."),
    INVALID_BUNDLE(
            422,
            "Invalid bundle",
            "It is no archive, has no `workflow.yaml`, or has links or unsafe paths.",
            "Correct what the detail names; `freshet deploy` makes the archive itself."),
    INVALID_WORKFLOW(
            422,
            "Invalid workflow",
            "The workflow has errors, each listed with a [code of its own](#errors-of-a-specification).",
            "Correct each and deploy again; `freshet validate` shows most of them without deploying."),
    INVALID_RUN_ORDER(
            422,
            "Invalid request",
            "A request for a run names a task, dimension or parameter that the workflow does not have.",
            "Name what the workflow has, as the detail suggests."),
    INVALID_REPLAY(
            422,
            "Invalid request",
            "A replay names a topic that cannot be replayed, a range that has no end or lies elsewhere, or what the topic is not about.",
            "Correct what the detail names."),
    INVALID_DEAD_LETTER_ORDER(
            422,
            "Invalid request",
            "An order about dead letters says neither to retry nor to discard them, or names none or too many.",
            "Correct what the detail names."),
    PUBLICATION_REFUSED(
            422,
            "Not published",
            "The request was kept, but Kafka refuses its record for good, so nothing will come of it.",
            "Make it smaller, or raise the topic's `max.message.bytes`, and send it again."),
    TOO_MANY_UPLOADS(
            429,
            "Too many uploads",
            "As many bundles are being received as the service takes at a time.",
            "Try again after `Retry-After`."),
    TOO_MANY_DEPLOYMENTS(
            429,
            "Too many deployments",
            "Other bundles are being deployed, and their turn took too long.",
            "Try again after `Retry-After`."),
    TOO_MANY_EVENTS(
            429,
            "Too many events",
            "As many events wait for Kafka as the service holds, or Kafka does not answer.",
            "Send the same request again after `Retry-After`: what is on the log already counts once."),
    TOO_MANY_FOLLOWERS(
            429,
            "Too many followers",
            "As many clients follow events as the service takes at a time.",
            "End one of them, or read the topics of Kafka."),
    INTERNAL_ERROR(
            500,
            "Internal server error",
            "The service has a fault.",
            "Look for it in the log of the service, and report it."),
    SERVICE_UNAVAILABLE(
            503,
            "Service unavailable",
            "Something that the service needs, such as its database, does not answer.",
            "Try again; if it stays, see the log and `/health/ready` of the service."),
    QUEUE_ELSEWHERE(
            503,
            "Service unavailable",
            "Another scheduler admits the namespace's attempts, or none does just now.",
            "Ask again, or ask the other schedulers."),
    DISK_ALMOST_FULL(
            507,
            "Disk almost full",
            "A bundle was not taken, because too little of the disk would be left.",
            "Make room; [bounds](bounds.md)."),
    WRONG_USAGE(
            400,
            "Wrong usage",
            "Of the command line only: the command's words are wrong.",
            "See the command's `--help`."),
    COMMAND_REFUSED(
            422,
            "Refused",
            "Of the command line only: what was handed in is refused before a service is asked, or was not confirmed.",
            "Correct what the message names."),
    COMMAND_FAILED(
            500,
            "Failed",
            "Of the command line only: what was asked for did not end well, or a file cannot be used.",
            "Do what the message says."),
    SERVICE_UNREACHABLE(
            503,
            "Not reachable",
            "Of the command line only: no service answers at the address.",
            "Start it (`freshet up`), or correct the address."),
    UNEXPECTED_ANSWER(
            502,
            "Unexpected answer",
            "Of clients only: what answers is no service of Freshet, or something between them.",
            "Look at the address, and at proxies on the way.");

    /** What the framework itself refuses with, by status. */
    private static final Set<ProblemCode> BY_STATUS = EnumSet.of(
            BAD_REQUEST,
            NOT_FOUND,
            METHOD_NOT_ALLOWED,
            REQUEST_TOO_LARGE,
            UNSUPPORTED_MEDIA_TYPE,
            INTERNAL_ERROR,
            SERVICE_UNAVAILABLE);

    private static final int FIRST_SERVER_ERROR = 500;

    private final int status;
    private final String title;
    private final ErrorDescription description;

    ProblemCode(int status, String title, String meaning, String remedy) {
        this.status = status;
        this.title = title;
        this.description = new ErrorDescription(meaning, remedy);
    }

    /** The code of what is refused, before anything of ours has seen it, with a status of 400 or more. */
    public static ProblemCode ofStatus(int status) {
        return BY_STATUS.stream()
                .filter(code -> code.status == status)
                .findFirst()
                .orElse(status < FIRST_SERVER_ERROR ? BAD_REQUEST : INTERNAL_ERROR);
    }

    /** Of HTTP, in an answer that has the code. */
    public int status() {
        return status;
    }

    /** The status in words. */
    public String title() {
        return title;
    }

    @Override
    public ErrorDescription description() {
        return description;
    }

    @Override
    public String toString() {
        return text();
    }
}
