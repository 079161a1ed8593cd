package io.freshet.cli.command;

import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.output.Printable;
import io.freshet.cli.output.Table;
import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.DeadLetterDecision;
import io.freshet.contracts.api.DeadLetterInfo;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Records that a service rejected. */
@Command(
        name = "dead-letters",
        description = "Look at records that a service rejected, and retry or discard them.",
        subcommands = {
            DeadLettersCommand.Listing.class,
            DeadLettersCommand.Show.class,
            DeadLetterDecisionCommand.Retry.class,
            DeadLetterDecisionCommand.Discard.class
        })
public final class DeadLettersCommand extends CommandGroup {
    DeadLettersCommand() {
        super("rejected records");
    }

    /** What there is. */
    @Command(
            name = "list",
            description = "List rejected records, the newest first: where each was, and why it was rejected.")
    static final class Listing extends ListCommand<DeadLetterInfo> {
        private static final int REASON = 100;

        @Option(names = "--topic", description = "only of this topic, such as " + Topics.RUN_REQUESTS)
        private @Nullable String topic;

        @Option(names = "--reason", paramLabel = "TEXT", description = "only if the reason contains this")
        private @Nullable String reason;

        @Option(names = "--state", description = "only in this state: ${COMPLETION-CANDIDATES}")
        private DeadLetterInfo.@Nullable State state;

        @Override
        Page<DeadLetterInfo> ask(AuditClient audit, Filter filter) throws IOException {
            return audit.deadLetters(topic, reason, state == null ? filter : filter.state(state));
        }

        @Override
        Table table(List<DeadLetterInfo> letters) {
            Table table = new Table("LETTER", "KEY", "REJECTED", "STATE", "BYTES", "REASON");
            for (DeadLetterInfo letter : letters) {
                table.row(
                        letter.place(),
                        Printable.of(letter.key(), REASON / 2),
                        time(letter.at()),
                        HumanFormat.words(letter.state()),
                        letter.bytes(),
                        Printable.of(letter.reason(), REASON));
            }
            return table;
        }
    }

    /** One of them. */
    @Command(name = "show", description = "Show a rejected record: why, by whom, and the beginning of what was in it.")
    static final class Show implements Callable<Integer> {
        private static final int ALL = Integer.MAX_VALUE;

        @Mixin
        private Session session;

        @Parameters(
                paramLabel = "LETTER",
                description = "where the record was, as 'freshet dead-letters list' shows it")
        private String letter;

        @Override
        public Integer call() throws IOException {
            DeadLetterInfo info;
            try (AuditClient audit = session.auditClient()) {
                info = audit.deadLetter(Arguments.place(letter));
            }
            return session.answer(info, () -> print(info, session.out()));
        }

        private static void print(DeadLetterInfo info, PrintWriter out) {
            out.printf("letter       %s%n", info.place());
            out.printf("key          %s%n", Printable.of(info.key(), ALL));
            out.printf("rejected     %s by %s%n", info.at(), Printable.of(info.rejectedBy(), ALL));
            out.printf("reason       %s%n", Printable.of(info.reason(), ALL));
            DeadLetterDecision decision = info.decision();
            if (decision != null) {
                out.printf(
                        "%-12s %s by %s%n",
                        HumanFormat.words(decision.kind()), decision.at(), Printable.of(decision.by(), ALL));
            }
            out.printf("%,d bytes%n%s%n", info.bytes(), Printable.of(info.value(), ALL));
        }
    }
}
