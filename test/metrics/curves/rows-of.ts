export const area = (points: readonly (readonly [number, number])[]) =>
  points.reduce((sum, [x, y], i) => {
    const [fromX, fromY] = points[i - 1] ?? [x, y]
    return sum + ((x - fromX) * (y + fromY)) / 2
  }, 0)

export const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
