package io.goalstated.goalstate;

import io.goalstated.goalstate.MalformedGoalState.Document;
import io.goalstated.xml.Element;
import java.util.function.Function;

/** What {@code GET /machine?comp=goalstate} said, if it was a goal state at all (spec 01 §4.1). */
public sealed interface GoalStateAnswer {
    /** Ready to be used. */
    record Complete(GoalStateDocument document) implements GoalStateAnswer {}

    /** The platform has not finished writing it: the caller asks again, 6 times in all, 0.5 s apart. */
    record WithoutRoleInstance(Incarnation incarnation) implements GoalStateAnswer {}

    static GoalStateAnswer parse(String text) throws MalformedGoalState {
        Element root = XmlDocument.root(Document.GOAL_STATE, "GoalState", text);
        Incarnation incarnation = Incarnation.parse(XmlDocument.required(Document.GOAL_STATE, root, "Incarnation"))
                .orElseThrow(() -> new MalformedGoalState(Document.GOAL_STATE, "the Incarnation is unusable"));
        if (root.first("RoleInstance").isEmpty()) {
            return new WithoutRoleInstance(incarnation);
        }
        return new Complete(GoalStateDocument.of(incarnation, root));
    }

    default <T> T match(Function<GoalStateDocument, T> complete, Function<Incarnation, T> withoutRoleInstance) {
        if (this instanceof Complete answer) {
            return complete.apply(answer.document());
        }
        return withoutRoleInstance.apply(((WithoutRoleInstance) this).incarnation());
    }
}
