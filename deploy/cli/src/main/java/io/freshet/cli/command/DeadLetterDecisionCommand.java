package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.output.Table;
import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.DeadLetterInfo;
import io.freshet.contracts.api.DeadLetterOrder;
import io.freshet.contracts.api.DeadLetterOutcome;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decides about rejected records: about those that are named, or about all that are open and of which the options speak. */
abstract class DeadLetterDecisionCommand implements Callable<Integer> {
    private final DeadLetterOrder.Action action;

    @Mixin
    private Session session;

    @Parameters(
            arity = "0..*",
            paramLabel = "LETTER",
            description = "where a record was, as 'freshet dead-letters list' shows it")
    private List<String> letters = List.of();

    @Option(
            names = "--all",
            description = "instead of naming them: all that are open, or those of which the options speak")
    private boolean all;

    @Option(names = "--topic", description = "with --all: only of this topic")
    private @Nullable String topic;

    @Option(names = "--reason", paramLabel = "TEXT", description = "with --all: only if the reason contains this")
    private @Nullable String reason;

    @Option(names = "--workflow", paramLabel = "NS/NAME", description = "with --all: only of this workflow")
    private @Nullable String workflow;

    private DeadLetterDecisionCommand(DeadLetterOrder.Action action) {
        this.action = action;
    }

    /** Gives them another try. */
    @Command(
            name = "retry",
            description =
                    "Write rejected records to their topics again, behind what is there: for when what kept them from being accepted is mended.")
    static final class Retry extends DeadLetterDecisionCommand {
        Retry() {
            super(DeadLetterOrder.Action.RETRY);
        }
    }

    /** Marks them as dealt with. */
    @Command(
            name = "discard",
            description =
                    "Mark rejected records as dealt with. They are kept, and can still be retried, until their retention ends.")
    static final class Discard extends DeadLetterDecisionCommand {
        Discard() {
            super(DeadLetterOrder.Action.DISCARD);
        }
    }

    @Override
    public final Integer call() throws IOException {
        boolean isFiltered = topic != null || reason != null || workflow != null;
        boolean isNamed = !letters.isEmpty();
        if (isNamed == all || (isNamed && isFiltered)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "name the letters, or write --all, to which --topic, --reason and --workflow belong");
        }
        List<DeadLetterOutcome> outcomes = decide(all ? open() : named());
        session.answer(outcomes, table(outcomes));
        return outcomes.stream().allMatch(DeadLetterDecisionCommand::isDone) ? ExitCode.OK : ExitCode.FAILED;
    }

    private List<SourceRecord> named() {
        return letters.stream().map(Arguments::place).toList();
    }

    private List<SourceRecord> open() throws IOException {
        Filter filter = Filter.ANY.state(DeadLetterInfo.State.OPEN).limit(DeadLetterOrder.MOST_LETTERS);
        if (workflow != null) {
            WorkflowRef ref = Arguments.workflow(workflow);
            filter = filter.namespace(ref.namespace()).workflow(ref.workflow());
        }
        List<SourceRecord> places = new ArrayList<>();
        try (AuditClient audit = session.auditClient()) {
            String cursor = null;
            do {
                Page<DeadLetterInfo> page = audit.deadLetters(topic, reason, filter.after(cursor));
                page.items().forEach(letter -> places.add(letter.place()));
                cursor = page.next();
            } while (cursor != null);
        }
        // As they came.
        return places.reversed();
    }

    private List<DeadLetterOutcome> decide(List<SourceRecord> places) throws IOException {
        List<DeadLetterOutcome> outcomes = new ArrayList<>();
        try (SchedulerClient scheduler = session.schedulerClient()) {
            for (int from = 0; from < places.size(); from += DeadLetterOrder.MOST_LETTERS) {
                List<SourceRecord> some =
                        places.subList(from, Math.min(places.size(), from + DeadLetterOrder.MOST_LETTERS));
                outcomes.addAll(scheduler.deadLetters().decide(new DeadLetterOrder(action, some)));
            }
        }
        return outcomes;
    }

    private static boolean isDone(DeadLetterOutcome outcome) {
        return switch (outcome.result()) {
            case RETRIED, DISCARDED -> true;
            case UNKNOWN, INCOMPLETE -> false;
        };
    }

    private static Table table(List<DeadLetterOutcome> outcomes) {
        Table table = new Table("LETTER", "RESULT", "NOW AT");
        for (DeadLetterOutcome outcome : outcomes) {
            table.row(outcome.letter(), HumanFormat.words(outcome.result()), outcome.retriedAs());
        }
        return table;
    }
}
