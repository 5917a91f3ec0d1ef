package io.goalstated.plan;

import io.goalstated.extension.CommandKind;
import io.goalstated.extension.ErrorCode;
import io.goalstated.extension.HandlerState;
import io.goalstated.extension.SequenceNumber;
import io.goalstated.extension.VersionNumber;
import java.util.List;
import java.util.Optional;

/**
 * One thing to do for a handler. Either the package is fetched, a command is run, the plan ends in a failure, or the
 * books are kept; book-keeping can be done twice without harm.
 */
public sealed interface Step {
    <R> R accept(Visitor<R> visitor);

    /** Downloads, verifies, unpacks and initialises a package; the rest is planned anew when it is there. */
    record Acquire(VersionNumber version, List<String> uris, Optional<String> encodedSignature) implements Step {
        public Acquire {
            uris = List.copyOf(uris);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.acquire(this);
        }
    }

    /**
     * Runs one of the handler's commands.
     *
     * @param version in whose directory and name it runs
     * @param command as the manifest spells it; empty when there is none, which fails the step
     * @param extension multi-config only
     * @param change what an {@code update} command is told
     * @param recalls exit codes of earlier steps that go into the environment
     */
    record Run(
            CommandKind kind,
            VersionNumber version,
            Optional<String> command,
            Optional<String> extension,
            SequenceNumber sequenceNumber,
            Optional<VersionChange> change,
            List<Recall> recalls,
            OnFailure onFailure)
            implements Step {
        public Run {
            recalls = List.copyOf(recalls);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.run(this);
        }
    }

    /** The plan cannot go on: reported on that version, under the platform's name of the operation. */
    record Fail(VersionNumber version, String operation, ErrorCode code, String message, boolean denied)
            implements Step {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.fail(this);
        }
    }

    /** A step that only keeps the books: safe to repeat, and done even when a restart comes between. */
    sealed interface Booking extends Step {
        @Override
        default <R> R accept(Visitor<R> visitor) {
            return visitor.book(this);
        }

        <R> R book(BookingVisitor<R> visitor);
    }

    record RecordState(VersionNumber version, HandlerState state) implements Booking {
        @Override
        public <R> R book(BookingVisitor<R> visitor) {
            return visitor.recordState(this);
        }
    }

    /** Handler-level status without an error: {@code Ready}, or {@code NotReady} with code 0. */
    record RecordStatus(VersionNumber version, boolean ready, String message) implements Booking {
        @Override
        public <R> R book(BookingVisitor<R> visitor) {
            return visitor.recordStatus(this);
        }
    }

    /** Notes whether a multi-config extension is enabled. */
    record RecordExtension(VersionNumber version, String extension, boolean enabled) implements Booking {
        @Override
        public <R> R book(BookingVisitor<R> visitor) {
            return visitor.recordExtension(this);
        }
    }

    /** Removes settings, status and state files of a multi-config extension. */
    record ForgetExtension(VersionNumber version, String extension) implements Booking {
        @Override
        public <R> R book(BookingVisitor<R> visitor) {
            return visitor.forgetExtension(this);
        }
    }

    /** Writes the goal state's settings of the item, newest of all settings files. */
    record WriteSettings(VersionNumber version) implements Booking {
        @Override
        public <R> R book(BookingVisitor<R> visitor) {
            return visitor.writeSettings(this);
        }
    }

    /** Copies {@code mrseq} and the status files to the new version, times preserved (spec 02 §4.4). */
    record CarryOver(VersionNumber from, VersionNumber to) implements Booking {
        @Override
        public <R> R book(BookingVisitor<R> visitor) {
            return visitor.carryOver(this);
        }
    }

    /** Deletes the version's directory and zip. */
    record Remove(VersionNumber version) implements Booking {
        @Override
        public <R> R book(BookingVisitor<R> visitor) {
            return visitor.remove(this);
        }
    }

    /**
     * The exit code of an earlier command of the plan, told to a later one; {@code NOT_RUN} when it did not run.
     *
     * @param variable the environment variable
     * @param of whose exit code
     * @param extensions when not empty, the variable is a JSON list with one entry for each of these extensions
     */
    record Recall(String variable, CommandKind of, List<String> extensions) {
        public Recall {
            extensions = List.copyOf(extensions);
        }
    }

    /** From one version to another, in either direction. */
    record VersionChange(VersionNumber from, VersionNumber to) {}

    interface Visitor<R> {
        R acquire(Acquire step);

        R run(Run step);

        R fail(Fail step);

        R book(Booking step);
    }

    interface BookingVisitor<R> {
        R recordState(RecordState step);

        R recordStatus(RecordStatus step);

        R recordExtension(RecordExtension step);

        R forgetExtension(ForgetExtension step);

        R writeSettings(WriteSettings step);

        R carryOver(CarryOver step);

        R remove(Remove step);
    }
}
