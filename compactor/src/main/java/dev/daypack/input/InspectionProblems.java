package dev.daypack.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was found wrong, in the order in which it was found: errors, features that are not read, and remarks. All are
 * counted, {@value #MAX_KEPT} of each kind are kept. Not thread-safe.
 */
final class InspectionProblems {

    static final int MAX_KEPT = 200;

    private final List<InspectionProblem> errors = new ArrayList<>();
    private final Map<String, Set<String>> unread = new LinkedHashMap<>();
    private final Set<String> remarks = new LinkedHashSet<>();
    private InspectionProblem ofFooter;
    private long errorCount;

    /** What the check of the whole footer stopped at. It is met again, with its row group, by the walk that follows. */
    void addOfFooter(PartRejectedException rejection) {
        ofFooter = InspectionProblem.of(rejection, -1, -1);
        if (ofFooter.isError()) {
            count(ofFooter);
        }
    }

    void add(PartRejectedException rejection, int rowGroup, int page) {
        InspectionProblem problem = InspectionProblem.of(rejection, rowGroup, page);
        if (!problem.isError()) {
            addUnread(problem.column(), problem.detail());
        } else if (ofFooter != null && problem.isSameAs(ofFooter)) {
            errors.set(errors.indexOf(ofFooter), problem);
            ofFooter = null;
        } else {
            count(problem);
        }
    }

    private void count(InspectionProblem problem) {
        errorCount++;
        if (errors.size() < MAX_KEPT) {
            errors.add(problem);
        }
    }

    /** A column, or with an empty name the file, that is not read to the end, though nothing is wrong with it. */
    void addUnread(String column, String why) {
        if (unread.size() < MAX_KEPT || unread.containsKey(why)) {
            Set<String> columns = unread.computeIfAbsent(why, reason -> new LinkedHashSet<>());
            if (!column.isEmpty() && columns.size() < MAX_KEPT) {
                columns.add(column);
            }
        }
    }

    /** The walk is over: what the footer's check did not read is told if the walk has not said so itself. */
    void finish() {
        if (ofFooter != null && !ofFooter.isError() && !unread.containsKey(ofFooter.detail())) {
            addUnread(ofFooter.column(), ofFooter.detail());
        }
    }

    /** Something that packing does not mind, but a reader may want to know. */
    void addRemark(String remark) {
        if (remarks.size() < MAX_KEPT) {
            remarks.add(InspectionProblem.cut(remark));
        }
    }

    long errorCount() {
        return errorCount;
    }

    Optional<InspectionProblem> firstError() {
        return errors.stream().findFirst();
    }

    List<InspectionProblem> errors() {
        return errors;
    }

    /** What is not read: by reason, the columns concerned. */
    Map<String, Set<String>> unread() {
        return unread;
    }

    Set<String> remarks() {
        return remarks;
    }
}
