package io.freshet.language.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.EventTrigger;
import io.freshet.contracts.spec.EventTriggerSpec;
import io.freshet.contracts.spec.WebhookTriggerSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.contracts.upstream.EventData;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.contracts.upstream.WebhookEvent;
import io.freshet.language.expression.Condition;
import io.freshet.language.expression.ValueExpression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an event trigger of a workflow makes of events. Pure and thread-safe. */
public final class EventTriggers {
    /** What expressions speak of: the attributes as texts, and the data if it is a JSON object. */
    public static final Map<String, Condition.Type> VARIABLES =
            Map.of("event", Condition.Type.RECORD, "data", Condition.Type.RECORD);

    private static final String DEDUPLICATE = "deduplicate";

    /** What follows from an event for a trigger. */
    public sealed interface Match {
        /** It is about something else. */
        record No() implements Match {}

        /**
         * It asks for a run.
         *
         * @param where by dimension
         * @param params by name
         * @param same what the trigger knows the event by beside its source and id; null: nothing
         */
        record Yes(
                Map<String, String> where,
                Map<String, String> params,
                @Nullable String same) implements Match {}

        /**
         * The event lacks what the trigger speaks of.
         *
         * @param message which key of the trigger, and why it has no value
         */
        record Fails(String message) implements Match {}
    }

    private EventTriggers() {}

    /** The event triggers and webhooks of a workflow, in the author's order. */
    public static List<EventTrigger> of(WorkflowSpec workflow) {
        return workflow.triggers().stream()
                .filter(EventTrigger.class::isInstance)
                .map(EventTrigger.class::cast)
                .toList();
    }

    /** Of what events a trigger is: their type, or, of a webhook, their source. */
    public static String subject(WorkflowRef workflow, EventTrigger trigger) {
        return switch (trigger) {
            case EventTriggerSpec event -> event.type();
            case WebhookTriggerSpec webhook -> WebhookEvent.source(workflow, webhook.name());
        };
    }

    /** The subjects of the triggers that may mean an event, see {@link #subject}. */
    public static List<String> subjects(UpstreamEvent event) {
        return WebhookEvent.is(event) ? List.of(event.type(), event.source()) : List.of(event.type());
    }

    /** The event trigger or webhook of this name; empty if there is none. */
    public static Optional<EventTrigger> of(WorkflowSpec workflow, String name) {
        return of(workflow).stream()
                .filter(trigger -> trigger.name().equals(name))
                .findFirst();
    }

    /** What follows from an event of the trigger's subject. */
    public static Match match(EventTrigger trigger, UpstreamEvent event) {
        if (trigger instanceof EventTriggerSpec spec && !spec.type().equals(event.type())) {
            return new Match.No();
        }
        Map<String, Object> values = values(event);
        String filter = trigger.filter();
        if (filter != null) {
            switch (filtered(filter, values)) {
                case Condition.Verdict.Is(boolean is)
                when !is -> {
                    return new Match.No();
                }
                case Condition.Verdict.Is _ -> {
                    // It is wanted.
                }
                case Condition.Verdict.Fails(String message) -> {
                    return new Match.Fails("filter: " + message);
                }
            }
        }
        return mapped(trigger, values);
    }

    private static Condition.Verdict filtered(String filter, Map<String, Object> values) {
        return switch (Condition.compile(filter, VARIABLES)) {
            case Condition.Compiled.Valid(Condition condition) -> condition.evaluate(values);
            case Condition.Compiled.Invalid(String message) -> new Condition.Verdict.Fails(message);
        };
    }

    private static Match mapped(EventTrigger trigger, Map<String, Object> values) {
        Map<String, String> where = new TreeMap<>();
        Map<String, String> params = new TreeMap<>();
        StringBuilder problems = new StringBuilder();
        Map<String, String> same = new TreeMap<>();
        map("where.", trigger.run().where(), values, where, problems);
        map("params.", trigger.run().params(), values, params, problems);
        String deduplicate = trigger.deduplicate();
        map("", deduplicate == null ? Map.of() : Map.of(DEDUPLICATE, deduplicate), values, same, problems);
        return problems.isEmpty()
                ? new Match.Yes(where, params, same.get(DEDUPLICATE))
                : new Match.Fails(problems.toString());
    }

    private static void map(
            String key,
            Map<String, String> expressions,
            Map<String, Object> values,
            Map<String, String> mapped,
            StringBuilder problems) {
        expressions.forEach((name, expression) -> {
            switch (value(expression, values)) {
                case ValueExpression.Value.Is(String text) -> mapped.put(name, text);
                case ValueExpression.Value.Fails(String message) ->
                    problems.append(problems.isEmpty() ? "" : "; ").append("%s%s: %s".formatted(key, name, message));
            }
        });
    }

    private static ValueExpression.Value value(String expression, Map<String, Object> values) {
        return switch (ValueExpression.compile(expression, VARIABLES)) {
            case ValueExpression.Compiled.Valid(ValueExpression valid) -> valid.evaluate(values);
            case ValueExpression.Compiled.Invalid(String message) -> new ValueExpression.Value.Fails(message);
        };
    }

    private static Map<String, Object> values(UpstreamEvent event) {
        Map<String, Object> values = new HashMap<>();
        values.put("event", Map.copyOf(event.attributes()));
        EventData data = event.data();
        if (data != null && event.mayBeJson()) {
            data.json().filter(JsonNode::isObject).ifPresent(json -> values.put("data", Condition.value(json)));
        }
        return values;
    }
}
