package io.freshet.planner.domain.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.planner.domain.Specs;
import io.freshet.planner.domain.World;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.ListBounds;
import io.freshet.planner.domain.model.StepLimits;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A gather whose list does not fit into an order lacks what one lacks whose list does, whichever dimensions it expects something of. */
class ExpectedPartitionsTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final ListBounds LISTED = new ListBounds(0, 1, 2, 20, 3);

    @Test
    void a_listed_gather_lacks_what_a_named_one_lacks() {
        Random random = new Random(17);
        for (int story = 0; story < 200; story++) {
            Map<String, List<String>> expect = expectation(random);
            Map<PartitionKey, PartitionVersion> there = partitions(random);

            List<String> named = lacking(new World(), expect, there);
            List<String> listed = lacking(new World(StepLimits.DEFAULT.with(LISTED)), expect, there);

            assertEquals(named, listed, () -> expect + " of " + there.keySet());
        }
    }

    private static List<String> lacking(
            World world, Map<String, List<String>> expect, Map<PartitionKey, PartitionVersion> there) {
        InputSpec input = new InputSpec("raw", "raw", false, Map.of(), Map.of(), expect, null, null, PaceSpec.AT_ONCE);
        Specs specs = new Specs().dataset("raw", "{site}/{kind}/{part}.csv").dataset("sums", "{kind}.csv");
        specs.task("sum", List.of(input), List.of("sums"), Specs.retries(0), TaskSpec.OnChange.QUEUE, "1");
        world.deploy(specs.build(world.workflow, 1));
        world.write("raw", there, 100);
        world.drain();
        List<String> lacking = new ArrayList<>();
        for (String kind : NAMES) {
            Instance sum = world.tables
                    .instances()
                    .get(Keys.of(world.workflow, new InstanceId("sum", PartitionKey.of("kind", kind)).key()));
            if (sum != null && sum.state() == InstanceState.WAITING) {
                world.all(StateChanged.class).stream()
                        .filter(change -> change.instance().partition().equals(PartitionKey.of("kind", kind)))
                        .reduce((first, second) -> second)
                        .ifPresent(change -> lacking.addAll(change.missing()));
            } else {
                lacking.add(kind + (sum == null ? " is not there" : " ran"));
            }
        }
        return lacking;
    }

    private static Map<String, List<String>> expectation(Random random) {
        Map<String, List<String>> expect = new LinkedHashMap<>();
        int which = 1 + random.nextInt(3);
        if ((which & 1) != 0) {
            expect.put("site", NAMES.subList(0, 1 + random.nextInt(4)));
        }
        if ((which & 2) != 0) {
            expect.put("part", NAMES.subList(0, 1 + random.nextInt(4)));
        }
        return expect;
    }

    private static Map<PartitionKey, PartitionVersion> partitions(Random random) {
        Map<PartitionKey, PartitionVersion> there = new TreeMap<>();
        int most = random.nextInt(60);
        for (int i = 0; i <= most; i++) {
            there.put(
                    PartitionKey.of("site", any(random), "kind", any(random), "part", any(random)),
                    new PartitionVersion(Sha256.of("content"), 1, 1));
        }
        return there;
    }

    private static String any(Random random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }
}
