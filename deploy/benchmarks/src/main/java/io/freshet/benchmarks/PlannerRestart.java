package io.freshet.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** How long a planner that ended takes from the start of its process to its next decision that can be read. */
final class PlannerRestart {
    private final PlannerSystem system;
    private final DecisionProbe probe;

    PlannerRestart(PlannerSystem system, DecisionProbe probe) {
        this.system = system;
        this.probe = probe;
    }

    /**
     * Kills it, which has run since the load, then stops it twice, the second time to lose its stores.
     *
     * @param instances that the planner knows, for what one takes in the stores
     */
    Map<String, Object> measure(int instances) throws IOException, InterruptedException, TimeoutException {
        Map<String, Object> figures = new LinkedHashMap<>();
        system.planner().kill();
        figures.put("afterKill", restart());
        system.planner().stop();
        figures.put("storeBytesPerInstance", bytesPerInstance(instances));
        figures.put("afterStop", restart());
        system.planner().stop();
        system.deleteStores();
        figures.put("withoutStore", restart());
        return figures;
    }

    private Map<String, Object> restart() throws IOException, InterruptedException, TimeoutException {
        probe.change(0);
        long begin = System.nanoTime();
        system.restartPlanner();
        double seconds = probe.decisionSince(begin) / 1e9;
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seconds", Samples.rounded(seconds));
        figures.put("cpuSeconds", Samples.rounded(system.planner().cpu().toMillis() / 1e3));
        return figures;
    }

    private Map<String, Object> bytesPerInstance(int instances) throws IOException {
        Map<String, Object> perInstance = new LinkedHashMap<>();
        long sum = 0;
        for (Map.Entry<String, Long> store : system.storeBytes().entrySet()) {
            perInstance.put(store.getKey(), store.getValue() / instances);
            sum += store.getValue();
        }
        perInstance.put("both", sum / instances);
        return perInstance;
    }
}
