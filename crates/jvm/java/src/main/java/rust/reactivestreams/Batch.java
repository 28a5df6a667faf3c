package rust.reactivestreams;

/** Elements that crossed in one call. */
interface Batch {
    int size();

    Object get(int index);

    static Batch of(Object[] items) {
        return new Batch() {
            @Override
            public int size() {
                return items.length;
            }

            @Override
            public Object get(int index) {
                return items[index];
            }
        };
    }

    static Batch of(long[] items) {
        return new Batch() {
            @Override
            public int size() {
                return items.length;
            }

            @Override
            public Object get(int index) {
                return items[index];
            }
        };
    }

    static Batch of(double[] items) {
        return new Batch() {
            @Override
            public int size() {
                return items.length;
            }

            @Override
            public Object get(int index) {
                return items[index];
            }
        };
    }
}
