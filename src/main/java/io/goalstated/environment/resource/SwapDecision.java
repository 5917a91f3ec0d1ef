package io.goalstated.environment.resource;

import java.util.List;

/** What is to be done for the swap file, in order (spec 03 §5.5). */
final class SwapDecision {
    private static final long MEGABYTE = 1 << 20;

    private SwapDecision() {}

    /** The single things that can be done. */
    enum Step {
        SWITCH_OFF,
        DELETE,
        /** Write the whole file, private from its first byte. */
        WRITE,
        /** Take every right of others away. */
        CLOSE,
        /** mkswap, then swapon. */
        SWITCH_ON
    }

    /** What is to be done, or why nothing is. */
    record Answer(List<Step> steps, String refusal) {
        Answer {
            steps = List.copyOf(steps);
        }

        private static Answer of(Step... steps) {
            return new Answer(List.of(steps), "");
        }

        private static Answer refuse(String reason) {
            return new Answer(List.of(), reason);
        }
    }

    /**
     * What there is.
     *
     * @param fileBytes of the swap file; -1 when there is none
     * @param isRegular whether it is a plain file
     * @param isActive whether the kernel swaps to it
     * @param isClosed whether only its owner may read it
     * @param freeBytes of the file system, without those of the file
     * @param compressed whether the file system is btrfs mounted with compression
     */
    record Facts(
            long fileBytes,
            boolean isRegular,
            boolean isActive,
            boolean isClosed,
            long freeBytes,
            long totalBytes,
            boolean compressed) {}

    static Answer decide(Facts facts, int megabytes) {
        if (megabytes <= 0) {
            return Answer.refuse("Invalid swap size [" + megabytes + "]");
        }
        if (facts.compressed()) {
            return Answer.refuse("the resource disk is mounted with compression, on which no swap file can be");
        }
        if (facts.fileBytes() >= 0 && !facts.isRegular()) {
            return Answer.refuse("what is called swapfile is no plain file");
        }
        long wanted = megabytes * MEGABYTE;
        if (facts.fileBytes() == wanted) {
            if (facts.isActive()) {
                return facts.isClosed() ? Answer.of() : Answer.of(Step.CLOSE);
            }
            return facts.isClosed() ? Answer.of(Step.SWITCH_ON) : Answer.of(Step.CLOSE, Step.SWITCH_ON);
        }
        long free = facts.freeBytes() + Math.max(0, facts.fileBytes());
        if (free - wanted < facts.totalBytes() / 10) {
            return Answer.refuse(
                    "not enough room for a swap file of " + megabytes + " MB: a tenth of the disk must stay free");
        }
        if (facts.fileBytes() < 0) {
            return Answer.of(Step.WRITE, Step.SWITCH_ON);
        }
        return facts.isActive()
                ? Answer.of(Step.SWITCH_OFF, Step.DELETE, Step.WRITE, Step.SWITCH_ON)
                : Answer.of(Step.DELETE, Step.WRITE, Step.SWITCH_ON);
    }
}
