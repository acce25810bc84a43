package dev.daypack.testing;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;

/**
 * Ends pages v1 in the middle of rows, as Arrow's writers used to and parquet-java never does. Its column writers can
 * do that, but have no public way to ask for it.
 */
final class SplitRows {

    private final ColumnWriteStore columns;
    private final int pageValues;
    private final List<Column> split = new ArrayList<>();

    /** @param pageValues a page ends within a row that goes on as soon as it has so many values */
    SplitRows(ColumnWriteStore columns, int pageValues) {
        this.columns = columns;
        this.pageValues = pageValues;
    }

    /** The columns to write to. */
    ColumnWriteStore columns() {
        return proxy(
                ColumnWriteStore.class,
                (proxy, method, arguments) -> method.getName().equals("getColumnWriter")
                        ? writer((ColumnWriter) invoke(columns, method, arguments))
                        : invoke(columns, method, arguments));
    }

    /** Ends pages in which no row begins: the store itself does not see them. To be called before it is flushed. */
    void end() {
        try {
            for (Column column : split) {
                column.end();
            }
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private ColumnWriter writer(ColumnWriter writer) throws ReflectiveOperationException {
        Column column = new Column(writer, pageValues);
        split.add(column);
        return proxy(ColumnWriter.class, (proxy, method, arguments) -> column.call(method, arguments));
    }

    private static final class Column {

        private final ColumnWriter writer;
        private final int pageValues;
        private final Method endPage;
        private final Field pageRows;
        private final Field values;

        Column(ColumnWriter writer, int pageValues) throws ReflectiveOperationException {
            this.writer = writer;
            this.pageValues = pageValues;
            Class<?> base = writer.getClass().getSuperclass();
            this.endPage = base.getDeclaredMethod("writePage");
            this.pageRows = base.getDeclaredField("pageRowCount");
            this.values = base.getDeclaredField("valueCount");
            endPage.setAccessible(true);
            pageRows.setAccessible(true);
            values.setAccessible(true);
        }

        Object call(Method method, Object[] arguments) throws Throwable {
            if (!method.getName().startsWith("write")) {
                return invoke(writer, method, arguments);
            }
            int repetition = (int) arguments[method.getName().equals("writeNull") ? 0 : 1];
            if (repetition > 0 && values.getInt(writer) >= pageValues) {
                invoke(writer, endPage);
            }
            if (repetition == 0 || pageRows.getInt(writer) > 0) {
                return invoke(writer, method, arguments);
            }
            // The writer asserts that a row begins where a page does; for this one value it has begun already.
            pageRows.setInt(writer, 1);
            Object result = invoke(writer, method, arguments);
            pageRows.setInt(writer, 0);
            return result;
        }

        void end() throws Throwable {
            if (values.getInt(writer) > 0 && pageRows.getInt(writer) == 0) {
                invoke(writer, endPage);
            }
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(SplitRows.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Object target, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
