// First, as it says how everything after it is loaded.
import './module-loading';
import './service';
