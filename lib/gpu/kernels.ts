// The encoder's arithmetic in WGSL, as `training/telltale_training/graph.py` and `quantise.py` write it down: products in
// whole numbers, everything between them in float32. Whole numbers have one right sum, so a graphics card gives what the
// processor gives, up to the last digits of exponentials and means.

/** Tokens of one passage, [CLS] and [SEP] with them, that a kernel is to read. */
const COMMON = /* wgsl */ `
struct Passage { tokens: u32 }
`;

/** Floats on their way into the next product: by a constant scale to whole numbers, four to a word. */
const ROUND = /* wgsl */ `
struct Rounding { zero: f32, factors: array<vec4f> }

fn rounded(values: vec4f, channels: u32) -> u32 {
  return pack4xI8Clamp(vec4i(round(values * rounding.factors[channels]) + rounding.zero));
}
`;

/** Four rows by four columns for each invocation: what is loaded once is used four times. */
const PRODUCT = /* wgsl */ `
override DEPTH4: u32;
override COLUMNS4: u32;

struct Columns { scale: vec4f, bias: vec4f }

@group(0) @binding(0) var<storage, read> activations: array<u32>;
@group(0) @binding(1) var<storage, read> weights: array<vec4u>;
@group(0) @binding(2) var<storage, read> columns: array<Columns>;

fn dots(a: u32, w: vec4u) -> vec4i {
  return vec4i(dot4I8Packed(a, w.x), dot4I8Packed(a, w.y), dot4I8Packed(a, w.z), dot4I8Packed(a, w.w));
}

fn product(row: u32, column: u32) -> array<vec4f, 4> {
  var sum0 = vec4i();
  var sum1 = vec4i();
  var sum2 = vec4i();
  var sum3 = vec4i();
  let at = row * DEPTH4;
  for (var k = 0u; k < DEPTH4; k++) {
    let w = weights[k * COLUMNS4 + column];
    sum0 += dots(activations[at + k], w);
    sum1 += dots(activations[at + DEPTH4 + k], w);
    sum2 += dots(activations[at + 2 * DEPTH4 + k], w);
    sum3 += dots(activations[at + 3 * DEPTH4 + k], w);
  }
  let c = columns[column];
  return array(
    vec4f(sum0) * c.scale + c.bias,
    vec4f(sum1) * c.scale + c.bias,
    vec4f(sum2) * c.scale + c.bias,
    vec4f(sum3) * c.scale + c.bias,
  );
}
`;

/** x W + b */
export const LINEAR = /* wgsl */ `
${PRODUCT}
@group(0) @binding(3) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(32, 2)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= COLUMNS4) { return; }
  let rows = product(4 * id.y, id.x);
  let at = 4 * id.y * COLUMNS4 + id.x;
  result[at] = rows[0];
  result[at + COLUMNS4] = rows[1];
  result[at + 2 * COLUMNS4] = rows[2];
  result[at + 3 * COLUMNS4] = rows[3];
}
`;

/** GELU(x W + b), rounded for the next product. */
export const LINEAR_GELU = /* wgsl */ `
${PRODUCT}
${ROUND}
@group(0) @binding(3) var<storage, read_write> result: array<u32>;
@group(0) @binding(4) var<storage, read> rounding: Rounding;

// Abramowitz and Stegun 7.1.26: off by 1.5e-7 at most.
fn erf(x: vec4f) -> vec4f {
  let t = 1 / (1 + 0.3275911 * abs(x));
  let p = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return sign(x) * (1 - p * exp(-x * x));
}

fn gelu(x: vec4f) -> vec4f {
  return 0.5 * x * (1 + erf(x * 0.70710678));
}

@compute @workgroup_size(32, 2)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= COLUMNS4) { return; }
  let rows = product(4 * id.y, id.x);
  let at = 4 * id.y * COLUMNS4 + id.x;
  result[at] = rounded(gelu(rows[0]), id.x);
  result[at + COLUMNS4] = rounded(gelu(rows[1]), id.x);
  result[at + 2 * COLUMNS4] = rounded(gelu(rows[2]), id.x);
  result[at + 3 * COLUMNS4] = rounded(gelu(rows[3]), id.x);
}
`;

/** Vectors of four in one attention head; `by_head` in the graph. */
export const HEAD_VECTORS = 8;

/**
 * What each token reads of the others, one head and one token for each invocation, rounded. The softmax is taken on the
 * way: what was read so far shrinks when a greater score comes.
 */
export const ATTENTION = /* wgsl */ `
override HIDDEN4: u32;
const HEAD = ${HEAD_VECTORS}u;
${COMMON}
${ROUND}
@group(0) @binding(0) var<uniform> passage: Passage;
@group(0) @binding(1) var<storage, read> query_key_value: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> result: array<u32>;
@group(0) @binding(3) var<storage, read> rounding: Rounding;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= passage.tokens) { return; }
  let head = id.y * HEAD;
  var query: array<vec4f, HEAD>;
  for (var i = 0u; i < HEAD; i++) { query[i] = query_key_value[id.x * 3 * HIDDEN4 + head + i]; }
  var read: array<vec4f, HEAD>;
  var total = 0.0;
  var most = -3e38;
  for (var token = 0u; token < passage.tokens; token++) {
    let key = token * 3 * HIDDEN4 + HIDDEN4 + head;
    let value = key + HIDDEN4;
    var score = 0.0;
    for (var i = 0u; i < HEAD; i++) { score += dot(query[i], query_key_value[key + i]); }
    let shrink = exp(most - max(most, score));
    most = max(most, score);
    let share = exp(score - most);
    total = total * shrink + share;
    for (var i = 0u; i < HEAD; i++) { read[i] = read[i] * shrink + share * query_key_value[value + i]; }
  }
  for (var i = 0u; i < HEAD; i++) {
    result[id.x * HIDDEN4 + head + i] = rounded(read[i] / total, head + i);
  }
}
`;

/** hidden = norm(hidden + other), and the same rounded. One workgroup for each token. */
export const NORM = /* wgsl */ `
override HIDDEN4: u32;
struct Norm { scale: vec4f, bias: vec4f }
${ROUND}
@group(0) @binding(0) var<storage, read_write> hidden: array<vec4f>;
@group(0) @binding(1) var<storage, read> other: array<vec4f>;
@group(0) @binding(2) var<storage, read> norm: array<Norm>;
@group(0) @binding(3) var<storage, read_write> result: array<u32>;
@group(0) @binding(4) var<storage, read> rounding: Rounding;

var<workgroup> parts: array<f32, HIDDEN4>;

/** The mean over all channels of a token, of which each invocation has four. */
fn mean(values: vec4f, own: u32) -> f32 {
  workgroupBarrier();
  parts[own] = dot(values, vec4f(1));
  workgroupBarrier();
  var sum = 0.0;
  for (var i = 0u; i < HIDDEN4; i++) { sum += parts[i]; }
  return sum / f32(4 * HIDDEN4);
}

@compute @workgroup_size(HIDDEN4)
fn main(@builtin(workgroup_id) token: vec3u, @builtin(local_invocation_id) channel: vec3u) {
  let own = channel.x;
  let at = token.x * HIDDEN4 + own;
  let values = hidden[at] + other[at];
  let centred = values - mean(values, own);
  let deviation = sqrt(mean(centred * centred, own) + 1e-12);
  let normed = centred / deviation * norm[own].scale + norm[own].bias;
  hidden[at] = normed;
  result[at] = rounded(normed, own);
}
`;

/** One number for each token between [CLS] and [SEP]. */
export const EVIDENCE = /* wgsl */ `
override HIDDEN4: u32;
${COMMON}
struct Head { bias: f32, weights: array<vec4f> }
@group(0) @binding(0) var<uniform> passage: Passage;
@group(0) @binding(1) var<storage, read> hidden: array<vec4f>;
@group(0) @binding(2) var<storage, read> head: Head;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x + 2 >= passage.tokens) { return; }
  var sum = head.bias;
  for (var i = 0u; i < HIDDEN4; i++) { sum += dot(hidden[(id.x + 1) * HIDDEN4 + i], head.weights[i]); }
  result[id.x] = sum;
}
`;
