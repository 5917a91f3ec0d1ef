package io.goalstated.extension;

import io.goalstated.extension.ExtensionStatus.Word;
import java.util.Optional;

/**
 * What was found where a handler writes the status of one set of settings, and what is reported for it (spec 02 §7.2).
 * Whatever the file holds, there is something to report, and it concerns this extension only.
 */
public sealed interface StatusFile {
    /** Larger files are not read. The platform takes 128 Ki characters, so that this leaves room for what is cut. */
    int MAX_BYTES = 1 << 20;

    /** Never throws, whatever the bytes are. */
    static StatusFile parse(byte[] content) {
        return StatusParser.parse(content);
    }

    /** What the platform is told. */
    ExtensionStatus reported(Subject subject);

    /** The gist of it; empty when nothing has been said yet (no file, or an empty array). */
    Optional<Word> word();

    /**
     * Whose status it is, for messages.
     *
     * @param fullName the handler's name, for multi-config followed by a dot and the extension's
     * @param place of the file
     */
    record Subject(String fullName, VersionNumber version, SequenceNumber sequence, String place) {
        String versioned() {
            return fullName + "-" + version;
        }
    }

    /** The handler has spoken. Texts of an oversize file are cut already. */
    record Stated(ExtensionStatus status) implements StatusFile {
        @Override
        public ExtensionStatus reported(Subject subject) {
            return status;
        }

        @Override
        public Optional<Word> word() {
            return status.word();
        }
    }

    /** No file: exit code 0 alone is no success (spec 05 B9). */
    record Missing() implements StatusFile {
        @Override
        public ExtensionStatus reported(Subject subject) {
            return ExtensionStatus.of(
                    Word.TRANSITIONING,
                    ErrorCode.SUCCESS.number(),
                    Optional.empty(),
                    "This status is being reported by the Guest Agent since no status file was reported by extension "
                            + subject.fullName() + ": Status file " + subject.place() + " does not exist");
        }

        @Override
        public Optional<Word> word() {
            return Optional.empty();
        }
    }

    /** There is something, but it cannot or must not be read. */
    record Unreadable(String reason) implements StatusFile {
        @Override
        public ExtensionStatus reported(Subject subject) {
            return ExtensionStatus.of(
                    Word.ERROR,
                    ErrorCode.UNKNOWN.number(),
                    Optional.empty(),
                    "We couldn't read any status for " + subject.versioned() + " extension, for the sequence number "
                            + subject.sequence() + ". It failed due to " + reason);
        }

        @Override
        public Optional<Word> word() {
            return Optional.of(Word.ERROR);
        }
    }

    /**
     * Not JSON. Handlers rewrite their files in place, so a file that is looked at in the middle of that looks like this,
     * too.
     *
     * @param beginning the first 2000 characters
     */
    record NotJson(String reason, String beginning) implements StatusFile {
        @Override
        public ExtensionStatus reported(Subject subject) {
            return ExtensionStatus.of(
                    Word.ERROR,
                    ErrorCode.STATUS_INVALID.number(),
                    Optional.empty(),
                    "The status reported by the extension " + subject.versioned() + "(Sequence number "
                            + subject.sequence() + "), was in an incorrect format and the agent could not parse it "
                            + "correctly. Failed due to " + reason + " \n First 2000 Bytes of status file:\n "
                            + beginning);
        }

        @Override
        public Optional<Word> word() {
            return Optional.of(Word.ERROR);
        }
    }

    /** JSON, but not a status. */
    record Malformed(String reason) implements StatusFile {
        @Override
        public ExtensionStatus reported(Subject subject) {
            return ExtensionStatus.of(
                    Word.ERROR,
                    ErrorCode.STATUS_INVALID.number(),
                    Optional.empty(),
                    "Could not get a valid status from the extension " + subject.versioned()
                            + ". Encountered the following error: " + reason);
        }

        @Override
        public Optional<Word> word() {
            return Optional.of(Word.ERROR);
        }
    }
}
