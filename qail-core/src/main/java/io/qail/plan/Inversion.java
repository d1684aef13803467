package io.qail.plan;

import java.util.ArrayList;
import java.util.List;

/** The way back of a list of operations: the inverse of each, last first. */
final class Inversion {

    private Inversion() {}

    static List<Operation> of(List<Operation> operations) {
        List<Operation> back = new ArrayList<>();
        for (int i = operations.size() - 1; i >= 0; i--) {
            back.addAll(operations.get(i).inverse());
        }
        return List.copyOf(back);
    }
}
