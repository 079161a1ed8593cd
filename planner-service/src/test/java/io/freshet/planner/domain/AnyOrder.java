package io.freshet.planner.domain;

import java.util.List;
import java.util.Random;

/** Lets attempts succeed in any order. */
final class AnyOrder {
    private static final int HALF = 50;
    private static final int WHOLE = 100;

    private AnyOrder() {}

    /** Until nothing is left to do, and no timer can change that; every other time, what an attempt made is decided about at once. */
    static void drain(World world, Random random) {
        do {
            world.settleLog();
            while (!world.live.isEmpty()) {
                List<String> live = List.copyOf(world.live.keySet());
                world.succeed(live.get(random.nextInt(live.size())));
                if (random.nextInt(WHOLE) < HALF) {
                    world.settleLog();
                }
            }
            world.settleLog();
        } while (world.awaitTimer() || !world.live.isEmpty());
    }
}
