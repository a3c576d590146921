//! Word vectors from neighbours: a truncated singular value decomposition of scaled counts.
//!
//! The counts of words against their neighbours by position are scaled as in canonical correlation analysis (Stratos et al.,
//! 2015: square roots of counts over fourth roots of margins) and decomposed by subspace iteration from fixed random signs.
//! Sums are taken in fixed chunks, so that the number of threads changes no bit.

use crate::news::{News, RARE};
use rayon::prelude::*;

/// Components of a vector.
pub const N_DIMENSIONS: usize = 64;
/// Neighbours counted right beside a word, and two words away.
const N_NEAR: usize = 8_000;
const N_FAR: usize = 2_000;
const OFFSETS: [(isize, usize); 4] = [(-1, N_NEAR), (1, N_NEAR), (-2, N_FAR), (2, N_FAR)];
const N_ROUNDS: usize = 5;
const CHUNKS: usize = 16;

/// A vector.
pub type Vector = [f32; N_DIMENSIONS];

/// The vectors of all words of the news, of length one.
pub fn vectors(news: &News) -> Vec<Vector> {
    let rows = scaled(count(news));
    let n_columns: usize = OFFSETS.iter().map(|(_, n)| n).sum();
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut basis: Vec<Vector> = (0..n_columns)
        .map(|_| {
            std::array::from_fn(|_| {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                if seed & (1 << 40) == 0 { 1.0 } else { -1.0 }
            })
        })
        .collect();
    orthonormalise(&mut basis);
    for round in 1..=N_ROUNDS {
        let left = project(&rows, &basis);
        basis = back(&rows, &left, n_columns);
        orthonormalise(&mut basis);
        eprintln!("round {round} of {N_ROUNDS}");
    }
    let mut out = rotate(project(&rows, &basis));
    for v in &mut out {
        normalise(v);
    }
    out
}

type Row = Vec<(u16, f32)>;

/// For each word its neighbours, counted by position.
fn count(news: &News) -> Vec<Row> {
    let mut starts = vec![0_usize; news.words.len() + 1];
    for id in news.ids.iter().filter(|id| **id != RARE) {
        starts[*id as usize + 1] += 1;
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    let mut fill = starts.clone();
    let mut places = vec![0_u32; starts[news.words.len()]];
    for (place, id) in news.ids.iter().enumerate().filter(|(_, id)| **id != RARE) {
        places[fill[*id as usize]] = place as u32;
        fill[*id as usize] += 1;
    }
    (0..news.words.len())
        .into_par_iter()
        .map(|word| {
            let mut row: Vec<u16> = Vec::new();
            for place in &places[starts[word]..starts[word + 1]] {
                let mut first = 0;
                for (offset, n) in OFFSETS {
                    let at = (*place as usize).checked_add_signed(offset);
                    if let Some(id) = at.and_then(|at| news.ids.get(at)).filter(|id| (**id as usize) < n) {
                        row.push((first + *id as usize) as u16);
                    }
                    first += n;
                }
            }
            row.sort_unstable();
            row.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as f32)).collect()
        })
        .collect()
}

fn scaled(mut rows: Vec<Row>) -> Vec<Row> {
    let n_columns: usize = OFFSETS.iter().map(|(_, n)| n).sum();
    let mut columns = vec![0.0_f64; n_columns];
    for (column, n) in rows.iter().flatten() {
        columns[usize::from(*column)] += f64::from(n.sqrt());
    }
    rows.par_iter_mut().for_each(|row| {
        let total: f64 = row.iter().map(|(_, n)| f64::from(n.sqrt())).sum();
        for (column, n) in row.iter_mut() {
            *n = (f64::from(n.sqrt()) / (total * columns[usize::from(*column)]).sqrt().max(1e-9)) as f32;
        }
    });
    rows
}

fn project(rows: &[Row], basis: &[Vector]) -> Vec<Vector> {
    rows.par_iter()
        .map(|row| {
            let mut out = [0.0; N_DIMENSIONS];
            for (column, value) in row {
                for (o, b) in out.iter_mut().zip(&basis[usize::from(*column)]) {
                    *o += value * b;
                }
            }
            out
        })
        .collect()
}

fn back(rows: &[Row], left: &[Vector], n_columns: usize) -> Vec<Vector> {
    let size = rows.len().div_ceil(CHUNKS);
    let parts: Vec<Vec<Vector>> = rows
        .par_chunks(size)
        .zip(left.par_chunks(size))
        .map(|(rows, left)| {
            let mut out = vec![[0.0; N_DIMENSIONS]; n_columns];
            for (row, l) in rows.iter().zip(left) {
                for (column, value) in row {
                    for (o, x) in out[usize::from(*column)].iter_mut().zip(l) {
                        *o += value * x;
                    }
                }
            }
            out
        })
        .collect();
    let mut sum = vec![[0.0; N_DIMENSIONS]; n_columns];
    for part in parts {
        for (s, p) in sum.iter_mut().flatten().zip(part.iter().flatten()) {
            *s += p;
        }
    }
    sum
}

/// Gram-Schmidt on the columns.
fn orthonormalise(basis: &mut [Vector]) {
    for d in 0..N_DIMENSIONS {
        for before in 0..d {
            let dot: f64 = basis.iter().map(|v| f64::from(v[d]) * f64::from(v[before])).sum();
            basis.iter_mut().for_each(|v| v[d] -= dot as f32 * v[before]);
        }
        let norm = basis.iter().map(|v| f64::from(v[d]).powi(2)).sum::<f64>().sqrt().max(1e-12);
        basis.iter_mut().for_each(|v| v[d] = (f64::from(v[d]) / norm) as f32);
    }
}

/// Turns the vectors to their principal axes; the first, which only tells frequency, is left out, and the others count by the
/// square root of their strength.
fn rotate(vectors: Vec<Vector>) -> Vec<Vector> {
    let mut gram = vec![vec![0.0_f64; N_DIMENSIONS]; N_DIMENSIONS];
    for v in &vectors {
        for i in 0..N_DIMENSIONS {
            for j in 0..=i {
                gram[i][j] += f64::from(v[i]) * f64::from(v[j]);
            }
        }
    }
    for i in 0..N_DIMENSIONS {
        for j in i + 1..N_DIMENSIONS {
            gram[i][j] = gram[j][i];
        }
    }
    let axes = jacobi(&mut gram);
    let mut order: Vec<usize> = (0..N_DIMENSIONS).collect();
    order.sort_by(|a, b| gram[*b][*b].total_cmp(&gram[*a][*a]));
    vectors
        .par_iter()
        .map(|v| {
            let mut out = [0.0; N_DIMENSIONS];
            for (o, axis) in out.iter_mut().zip(order.iter().skip(1)) {
                let strength = gram[*axis][*axis].max(1e-12).powf(0.25);
                let dot: f64 = (0..N_DIMENSIONS).map(|i| f64::from(v[i]) * axes[i][*axis]).sum();
                *o = (dot / strength) as f32;
            }
            out
        })
        .collect()
}

/// Eigenvectors (columns) of a symmetric matrix, which is left diagonal.
fn jacobi(a: &mut [Vec<f64>]) -> Vec<Vec<f64>> {
    let n = a.len();
    let mut axes: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    for _ in 0..30 {
        for p in 0..n {
            for q in p + 1..n {
                if a[p][q].abs() < 1e-14 {
                    continue;
                }
                let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
                let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let t = if theta == 0.0 { 1.0 } else { t };
                let c = 1.0 / (t * t + 1.0).sqrt();
                let s = t * c;
                for k in 0..n {
                    let (x, y) = (a[k][p], a[k][q]);
                    a[k][p] = c * x - s * y;
                    a[k][q] = s * x + c * y;
                }
                for k in 0..n {
                    let (x, y) = (a[p][k], a[q][k]);
                    a[p][k] = c * x - s * y;
                    a[q][k] = s * x + c * y;
                }
                for row in axes.iter_mut() {
                    let (x, y) = (row[p], row[q]);
                    row[p] = c * x - s * y;
                    row[q] = s * x + c * y;
                }
            }
        }
    }
    axes
}

/// Makes a vector's length one.
pub fn normalise(v: &mut Vector) {
    let norm = v.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-9);
    v.iter_mut().for_each(|x| *x /= norm);
}
