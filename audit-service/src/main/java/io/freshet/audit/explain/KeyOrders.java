package io.freshet.audit.explain;

import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.partition.PartitionKey.Value;
import java.util.ArrayList;
import java.util.List;

/** The same partition with its dimensions in every order: people do not know in which order a task has them. */
public final class KeyOrders {
    /** 120 orders; with more dimensions only the order that was typed. */
    private static final int MOST_DIMENSIONS = 5;

    private KeyOrders() {}

    /** The instance as it was named, then with its dimensions in each other order. */
    public static List<InstanceRef> of(InstanceRef instance) {
        List<Value> values = instance.partition().values();
        if (values.size() > MOST_DIMENSIONS) {
            return List.of(instance);
        }
        List<InstanceRef> orders = new ArrayList<>();
        permute(values, new ArrayList<>(), key -> orders.add(instance.taskRef().instance(key)));
        return orders;
    }

    private static void permute(List<Value> left, List<Value> chosen, java.util.function.Consumer<PartitionKey> found) {
        if (left.isEmpty()) {
            found.accept(new PartitionKey(chosen));
            return;
        }
        for (Value next : left) {
            List<Value> rest = new ArrayList<>(left);
            rest.remove(next);
            List<Value> longer = new ArrayList<>(chosen);
            longer.add(next);
            permute(rest, longer, found);
        }
    }
}
