package io.freshet.launcher.journal;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.launcher.domain.StopCause;
import io.freshet.testkit.spec.AttemptSpecBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random lives of attempts, as a launcher puts them on record. */
final class Story {
    private static final Instant AT = Instant.parse("2026-01-05T06:00:00Z");

    private final Random random;
    private final List<Life> lives = new ArrayList<>();
    private int count;
    final Set<String> attempts = new LinkedHashSet<>();

    Story(Random random) {
        this.random = random;
    }

    /** One attempt and how far it is. */
    private static final class Life {
        private final LaunchAttempt launch;
        private int step;

        Life(LaunchAttempt launch) {
            this.launch = launch;
        }
    }

    JournalEntry next() {
        if (lives.isEmpty() || random.nextInt(4) == 0) {
            Life life = new Life(launch("task-" + count++, random.nextInt(300)));
            attempts.add(life.launch.attempt());
            lives.add(life);
            return new JournalEntry.Launched(life.launch);
        }
        Life life = lives.get(random.nextInt(lives.size()));
        String attempt = life.launch.attempt();
        int step = life.step++;
        if (step == 0 && random.nextBoolean()) {
            return new JournalEntry.Stopped(attempt, StopCause.CANCELLED);
        }
        if (step <= 1) {
            life.step = 2;
            return finished(life.launch);
        }
        if (step == 2) {
            return new JournalEntry.Reported(attempt);
        }
        lives.remove(life);
        return new JournalEntry.Closed(attempt);
    }

    static JournalEntry.Finished finished(LaunchAttempt launch) {
        return new JournalEntry.Finished(new AttemptFinished(
                launch.instance(),
                launch.attempt(),
                1,
                launch.run(),
                launch.work().actionKey(),
                new Outcome.Succeeded(List.of(), Map.of(), null),
                Usage.UNKNOWN,
                AT,
                null,
                AT));
    }

    static LaunchAttempt launch(String name, int extraBytes) {
        InstanceRef instance = InstanceRef.parse("prod/flow/" + name);
        AttemptSpec work = AttemptSpecBuilder.of(instance)
                .run(new RunSpec(null, List.of("x".repeat(extraBytes + 1)), List.of(), Map.of(), ResourceSpec.DEFAULT))
                .actionKey(Sha256.of("key of " + name))
                .build();
        String run = DerivedId.of("run", name);
        return new LaunchAttempt(DerivedId.attempt(instance, 1, 1), 1, List.of(run), work, AT);
    }
}
