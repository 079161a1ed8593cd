package io.freshet.scheduler.http;

import io.freshet.contracts.error.ProblemCode;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.Names;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.text.ShortText;
import io.freshet.scheduler.deployment.Problems;
import io.micronaut.http.HttpRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what comes in paths, queries and headers, and says what is wrong with it. */
final class Parameters {
    private static final int DEFAULT_LIMIT = 100;
    private static final int LARGEST_LIMIT = 1_000;
    private static final int MOST_SHOWN = 200;
    private static final Pattern REQUEST_ID = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Pattern RUN = Pattern.compile("[0-9a-f]{24}");

    private Parameters() {}

    static String namespace(String name) {
        return name("Namespace", name);
    }

    static String pool(String name) {
        return name("Pool", name);
    }

    static String schedule(String name) {
        return name("Schedule", name);
    }

    static String trigger(String name) {
        return name("Trigger", name);
    }

    static String webhook(String name) {
        return name("Webhook", name);
    }

    static String dataset(String name) {
        return name("Dataset", name);
    }

    static WorkflowRef workflow(String namespace, String workflow) {
        return new WorkflowRef(namespace(namespace), name("Workflow", workflow));
    }

    static InstanceRef instance(String text) {
        try {
            return InstanceRef.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(
                    ProblemCode.INVALID_INSTANCE,
                    "instance '%s' is not of the form namespace/workflow/task[/dimension=value/...]."
                            .formatted(ShortText.of(text, MOST_SHOWN)));
        }
    }

    static String run(String id) {
        if (!RUN.matcher(id).matches()) {
            throw Problems.badRequest(
                    ProblemCode.INVALID_RUN, "'%s' is not the id of a run: it has 24 digits 0-9a-f.".formatted(id));
        }
        return id;
    }

    static @Nullable String requestId(@Nullable String header) {
        if (header != null && !REQUEST_ID.matcher(header).matches()) {
            throw Problems.badRequest(
                    ProblemCode.INVALID_IDEMPOTENCY_KEY,
                    "Idempotency-Key must be 1 to 200 printable ASCII characters.");
        }
        return header;
    }

    static int limit(@Nullable Integer limit) {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw Problems.badRequest(ProblemCode.INVALID_PARAMETER, "limit must be 1 to %d.".formatted(LARGEST_LIMIT));
        }
        return limit;
    }

    /** A parameter of a query that is true or false. */
    static boolean flag(String name, HttpRequest<?> request, boolean byDefault) {
        String text = request.getParameters().get(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw Problems.badRequest(ProblemCode.INVALID_PARAMETER, name + " must be true or false.");
        }
        return text == null ? byDefault : text.equals("true");
    }

    /** A number that a list of newest-first items goes on before. */
    static long numberCursor(@Nullable String cursor) {
        try {
            return cursor == null ? Long.MAX_VALUE : Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw Problems.badRequest(ProblemCode.INVALID_PARAMETER, "This cursor is not one that this list gave.");
        }
    }

    static @Nullable Integer versionCursor(@Nullable String cursor) {
        try {
            return cursor == null ? null : Integer.valueOf(cursor);
        } catch (NumberFormatException e) {
            throw Problems.badRequest(ProblemCode.INVALID_PARAMETER, "This cursor is not one that this list gave.");
        }
    }

    private static String name(String kind, String name) {
        if (!Names.isValid(name)) {
            throw Problems.badRequest(
                    ProblemCode.INVALID_NAME, "%s name '%s': use %s.".formatted(kind, name, Names.RULE));
        }
        return name;
    }
}
