"""Draws the demonstration's pictures. Run from the repository: python docs/demo-pictures/draw.py"""

from __future__ import annotations

import math
import random
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1600, 1000)
SCALE = 2
OUT = Path(__file__).parents[2] / "src/tintuc/config/demo/pictures"
Colour = tuple[int, int, int]


def mix(a: Colour, b: Colour, t: float) -> Colour:
    """A colour between two."""
    return tuple(round(x + (y - x) * t) for x, y in zip(a, b, strict=True))  # type: ignore[return-value]


class Sheet:
    """A picture at twice its size, so that edges come out smooth."""

    def __init__(self, seed: int, top: Colour, bottom: Colour) -> None:
        self.width, self.height = SIZE[0] * SCALE, SIZE[1] * SCALE
        self.random = random.Random(seed)
        column = Image.new("RGB", (1, self.height))
        for y in range(self.height):
            column.putpixel((0, y), mix(top, bottom, y / self.height))
        self.image = column.resize((self.width, self.height))
        self.draw = ImageDraw.Draw(self.image)

    def shape(self, points: list[tuple[float, float]], colour: Colour) -> None:
        """A polygon, in fractions of the sheet."""
        self.draw.polygon([(x * self.width, y * self.height) for x, y in points], fill=colour)

    def box(self, x: float, y: float, w: float, h: float, colour: Colour) -> None:
        """A rectangle."""
        self.draw.rectangle((x * self.width, y * self.height, (x + w) * self.width, (y + h) * self.height), fill=colour)

    def disc(self, x: float, y: float, r: float, colour: Colour) -> None:
        """A circle; the radius is a fraction of the width."""
        cx, cy, cr = x * self.width, y * self.height, r * self.width
        self.draw.ellipse((cx - cr, cy - cr, cx + cr, cy + cr), fill=colour)

    def line(self, points: list[tuple[float, float]], colour: Colour, width: float) -> None:
        """A line."""
        self.draw.line(
            [(x * self.width, y * self.height) for x, y in points],
            fill=colour,
            width=round(width * self.width),
            joint="curve",
        )

    def ridge(self, base: float, rough: float, colour: Colour) -> None:
        """A chain of hills, down to the foot of the sheet."""
        waves = [(self.random.uniform(0.5, 1), self.random.uniform(0, 7), n) for n in (1.3, 2.7, 5.1, 11.3)]
        points = []
        for step in range(201):
            x = step / 200
            y = sum(a * math.sin(n * x * 3.1 + p) / n for a, p, n in waves)
            points.append((x, base - rough * y))
        self.shape([*points, (1, 1), (0, 1)], colour)

    def water(self, top: float, near: Colour, far: Colour, glints: Colour) -> None:
        """A sea with light on it."""
        for step in range(120):
            y = top + (1 - top) * step / 120
            self.box(0, y, 1, (1 - top) / 118, mix(far, near, step / 120))
        for _ in range(420):
            y = top + (1 - top) * self.random.random() ** 1.6
            length = 0.004 + 0.05 * (y - top) * self.random.random()
            x = self.random.random()
            self.box(x, y, length, 0.0012 + 0.002 * (y - top), mix(far, glints, self.random.uniform(0.15, 0.6)))

    def glow(self, x: float, y: float, r: float, colour: Colour, strength: int = 150) -> None:
        """A soft light."""
        layer = Image.new("L", (self.width // 8, self.height // 8))
        ImageDraw.Draw(layer).ellipse(
            (
                (x - r) * layer.width,
                y * layer.height - r * layer.width,
                (x + r) * layer.width,
                y * layer.height + r * layer.width,
            ),
            fill=strength,
        )
        layer = layer.filter(ImageFilter.GaussianBlur(layer.width * r * 0.6)).resize((self.width, self.height))
        self.image.paste(Image.new("RGB", self.image.size, colour), mask=layer)
        self.draw = ImageDraw.Draw(self.image)

    def save(self, name: str) -> None:
        """Shrink, add the grain of paper, write."""
        small = self.image.resize(SIZE, Image.Resampling.LANCZOS)
        grain = Image.effect_noise(SIZE, 22).convert("L")
        small = Image.blend(small, Image.merge("RGB", [grain] * 3), 0.045)
        small.save(OUT / name, quality=80, optimize=True, progressive=True)


def boat(sheet: Sheet, x: float, y: float, s: float, hull: Colour, cabin: Colour) -> None:
    """A small ship, seen from the side."""
    sheet.shape([(x - s, y), (x + s * 1.1, y), (x + s * 0.85, y + s * 0.42), (x - s * 0.85, y + s * 0.42)], hull)
    sheet.box(x - s * 0.55, y - s * 0.55, s * 0.95, s * 0.55, cabin)
    sheet.box(x - s * 0.55, y - s * 0.62, s * 1.05, s * 0.08, hull)
    for n in range(4):
        sheet.box(x - s * 0.47 + n * s * 0.22, y - s * 0.4, s * 0.13, s * 0.2, (61, 84, 99))
    sheet.box(x + s * 0.12, y - s * 0.98, s * 0.14, s * 0.36, (176, 68, 44))


def ferry_pier() -> None:
    """Dawn over a pier."""
    sheet = Sheet(4, (250, 190, 140), (255, 232, 196))
    sheet.glow(0.68, 0.42, 0.16, (255, 246, 214), 230)
    sheet.disc(0.68, 0.43, 0.035, (255, 244, 214))
    for base, rough, colour in (
        (0.5, 0.1, (168, 178, 158)),
        (0.54, 0.08, (122, 150, 132)),
        (0.58, 0.06, (76, 117, 104)),
    ):
        sheet.ridge(base, rough, colour)
    sheet.water(0.6, (38, 84, 100), (150, 180, 170), (255, 226, 180))
    for n in range(9):
        sheet.box(0.02 + n * 0.05, 0.71, 0.008, 0.2, (70, 52, 42))
    sheet.shape([(0, 0.68), (0.46, 0.68), (0.48, 0.715), (0, 0.73)], (124, 92, 68))
    sheet.shape([(0.46, 0.68), (0.6, 0.745), (0.6, 0.765), (0.48, 0.715)], (98, 72, 54))
    sheet.box(0.59, 0.745, 0.12, 0.03, (88, 96, 100))
    boat(sheet, 0.82, 0.72, 0.085, (239, 234, 222), (250, 247, 238))
    sheet.save("ferry-pier.jpg")


def lighthouse() -> None:
    """A beam over the night sea."""
    sheet = Sheet(9, (13, 22, 48), (44, 66, 98))
    for _ in range(220):
        sheet.disc(
            sheet.random.random(), sheet.random.random() * 0.55, sheet.random.uniform(0.0004, 0.0012), (214, 222, 240)
        )
    beam = Image.new("L", sheet.image.size)
    pen = ImageDraw.Draw(beam)
    w, h = sheet.width, sheet.height
    pen.polygon([(0.66 * w, 0.315 * h), (0, 0.12 * h), (0, 0.44 * h)], fill=120)
    pen.polygon([(0.66 * w, 0.315 * h), (w, 0.22 * h), (w, 0.4 * h)], fill=80)
    sheet.image.paste(
        Image.new("RGB", sheet.image.size, (255, 232, 170)), mask=beam.filter(ImageFilter.GaussianBlur(40))
    )
    sheet.draw = ImageDraw.Draw(sheet.image)
    sheet.water(0.66, (9, 20, 38), (52, 76, 104), (240, 220, 160))
    sheet.shape(
        [(0.48, 0.74), (0.56, 0.66), (0.61, 0.63), (0.72, 0.63), (0.79, 0.69), (0.88, 0.75), (0.86, 0.8), (0.5, 0.8)],
        (24, 26, 34),
    )
    sheet.shape([(0.625, 0.64), (0.64, 0.345), (0.68, 0.345), (0.695, 0.64)], (226, 220, 208))
    for n in range(2):
        y = 0.43 + n * 0.1
        sheet.shape(
            [
                (0.6365 - n * 0.005, y),
                (0.6835 + n * 0.005, y),
                (0.686 + n * 0.005, y + 0.05),
                (0.634 - n * 0.005, y + 0.05),
            ],
            (166, 52, 44),
        )
    sheet.box(0.63, 0.335, 0.06, 0.012, (40, 42, 50))
    sheet.box(0.643, 0.292, 0.034, 0.045, (255, 240, 190))
    sheet.shape([(0.638, 0.292), (0.66, 0.255), (0.682, 0.292)], (40, 42, 50))
    sheet.box(0.71, 0.585, 0.075, 0.06, (62, 60, 66))
    sheet.shape([(0.7, 0.588), (0.747, 0.545), (0.795, 0.588)], (36, 36, 42))
    sheet.box(0.735, 0.602, 0.016, 0.022, (255, 214, 130))
    sheet.glow(0.66, 0.315, 0.05, (255, 244, 200), 200)
    sheet.save("lighthouse.jpg")


def tides() -> None:
    """Low water under the moon."""
    sheet = Sheet(17, (92, 124, 158), (216, 208, 196))
    sheet.glow(0.28, 0.22, 0.09, (250, 246, 230), 200)
    sheet.disc(0.28, 0.22, 0.042, (250, 247, 234))
    sheet.disc(0.272, 0.21, 0.008, (232, 228, 212))
    sheet.disc(0.292, 0.238, 0.006, (232, 228, 212))
    sheet.ridge(0.5, 0.07, (132, 144, 152))
    sheet.ridge(0.53, 0.04, (104, 122, 126))
    sheet.water(0.55, (150, 160, 158), (178, 186, 188), (246, 240, 220))
    sheet.ridge(0.68, 0.05, (196, 172, 134))
    sheet.ridge(0.78, 0.06, (182, 154, 114))
    for _ in range(60):
        x, y = sheet.random.random(), sheet.random.uniform(0.72, 0.98)
        sheet.box(x, y, sheet.random.uniform(0.03, 0.12), 0.003, (206, 190, 160))
    for x, y, s, tilt, colour in (
        (0.34, 0.78, 0.07, 0.35, (38, 92, 110)),
        (0.62, 0.84, 0.09, -0.3, (160, 62, 48)),
        (0.82, 0.74, 0.045, 0.3, (220, 206, 176)),
    ):
        dx, dy = math.cos(tilt), math.sin(tilt)
        ratio = sheet.width / sheet.height
        corner = [(-1, 0), (1.1, 0), (0.8, 0.42), (-0.8, 0.42)]
        sheet.shape([(x + s * (a * dx - b * dy), y + s * ratio * (a * dy + b * dx)) for a, b in corner], colour)
        mast = [(0.1, 0), (0.1, -1.4)]
        sheet.line(
            [(x + s * (a * dx - b * dy), y + s * ratio * (a * dy + b * dx)) for a, b in mast], (70, 56, 46), 0.003
        )
    sheet.save("tides.jpg")


def branch(sheet: Sheet, x: float, y: float, angle: float, length: float, width: float, colour: Colour) -> None:
    """A coral: branches that fork."""
    if length < 0.012:
        sheet.disc(x, y, width * 0.7, mix(colour, (255, 255, 255), 0.35))
        return
    ratio = sheet.width / sheet.height
    end_x, end_y = x + math.cos(angle) * length, y + math.sin(angle) * length * ratio
    sheet.line([(x, y), (end_x, end_y)], colour, width)
    sheet.disc(end_x, end_y, width / 2, colour)
    for turn in (-0.5, 0.45):
        branch(sheet, end_x, end_y, angle + turn * sheet.random.uniform(0.6, 1.3), length * 0.74, width * 0.8, colour)


def coral() -> None:
    """Branches on a rack under water."""
    sheet = Sheet(23, (66, 168, 188), (10, 62, 94))
    rays = Image.new("L", sheet.image.size)
    pen = ImageDraw.Draw(rays)
    for n in range(9):
        x = (n * 0.13 - 0.1) * sheet.width
        pen.polygon([(x, 0), (x + 130, 0), (x + 700, sheet.height), (x + 250, sheet.height)], fill=38)
    sheet.image.paste(
        Image.new("RGB", sheet.image.size, (222, 248, 240)), mask=rays.filter(ImageFilter.GaussianBlur(50))
    )
    sheet.draw = ImageDraw.Draw(sheet.image)
    sheet.ridge(0.93, 0.05, (14, 52, 72))
    for y in (0.2, 0.58):
        sheet.box(0.06, y, 0.88, 0.012, (226, 216, 190))
        for n in range(6):
            x = 0.13 + n * 0.148
            sheet.line([(x, y), (x, y + 0.09)], (226, 216, 190), 0.0015)
            colour = [
                (240, 132, 112),
                (246, 190, 108),
                (206, 112, 152),
                (248, 164, 132),
                (180, 206, 132),
                (232, 120, 96),
            ][(n + int(y * 10)) % 6]
            branch(sheet, x, y + 0.09, math.pi / 2, 0.034, 0.011, colour)
    for x in (0.06, 0.934):
        sheet.box(x, 0, 0.004, 0.9, (200, 190, 164))
    for _ in range(14):
        x, y, s = sheet.random.random(), sheet.random.uniform(0.12, 0.85), sheet.random.uniform(0.008, 0.016)
        sheet.shape([(x - s, y), (x, y - s * 0.6), (x + s, y), (x, y + s * 0.6)], (250, 214, 92))
        sheet.shape([(x + s * 0.8, y), (x + s * 1.5, y - s * 0.6), (x + s * 1.5, y + s * 0.6)], (250, 214, 92))
    sheet.save("coral.jpg")


def night_train() -> None:
    """Lit windows on a bridge."""
    sheet = Sheet(31, (18, 20, 46), (92, 74, 104))
    for _ in range(260):
        sheet.disc(
            sheet.random.random(), sheet.random.random() * 0.5, sheet.random.uniform(0.0004, 0.0013), (232, 226, 240)
        )
    sheet.ridge(0.56, 0.1, (54, 50, 82))
    sheet.ridge(0.66, 0.08, (38, 36, 62))
    sheet.water(0.82, (16, 16, 34), (54, 50, 80), (255, 210, 130))
    sheet.box(0, 0.6, 1, 0.024, (20, 20, 32))
    for n in range(8):
        x = n * 0.14 - 0.02
        sheet.box(x, 0.62, 0.016, 0.26, (20, 20, 32))
        sheet.draw.arc(
            ((x + 0.008) * sheet.width, 0.63 * sheet.height, (x + 0.148) * sheet.width, 0.85 * sheet.height),
            180,
            360,
            fill=(20, 20, 32),
            width=26,
        )
    for car in range(4):
        x = 0.06 + car * 0.215
        sheet.box(x, 0.515, 0.205, 0.082, (44, 62, 92))
        sheet.box(x, 0.506, 0.205, 0.012, (30, 40, 62))
        for n in range(7):
            sheet.box(x + 0.012 + n * 0.0275, 0.53, 0.019, 0.032, (255, 214, 128))
        sheet.box(x, 0.575, 0.205, 0.006, (206, 168, 92))
    sheet.shape([(0.92, 0.597), (0.92, 0.515), (0.965, 0.515), (0.99, 0.56), (0.99, 0.597)], (44, 62, 92))
    sheet.glow(0.99, 0.57, 0.05, (255, 236, 180), 190)
    sheet.save("night-train.jpg")


def cranes() -> None:
    """Three cranes in the evening."""
    sheet = Sheet(41, (232, 122, 66), (255, 216, 156))
    sheet.glow(0.3, 0.62, 0.2, (255, 240, 196), 210)
    sheet.disc(0.3, 0.63, 0.05, (255, 246, 214))
    sheet.ridge(0.7, 0.03, (178, 98, 78))
    sheet.water(0.74, (74, 52, 72), (212, 136, 104), (255, 230, 176))
    sheet.box(0, 0.84, 1, 0.2, (52, 42, 54))
    for x, s in ((0.2, 0.8), (0.48, 1.0), (0.78, 0.88)):
        dark, w = (44, 38, 52), 0.008 * s
        foot, top = 0.845, 0.845 - 0.5 * s
        for dx in (-0.06, 0.06):
            sheet.line([(x + dx * s, foot), (x + dx * 0.35 * s, top + 0.1 * s)], dark, w)
        for n in range(4):
            y = foot - n * 0.09 * s
            half = 0.06 - n * 0.0095
            sheet.line([(x - half * s, y), (x + half * s, y - 0.09 * s)], dark, w * 0.45)
            sheet.line([(x + half * s, y), (x - half * s, y - 0.09 * s)], dark, w * 0.45)
        sheet.box(x - 0.035 * s, top + 0.03 * s, 0.07 * s, 0.08 * s, dark)
        sheet.box(x + 0.005 * s, top + 0.05 * s, 0.02 * s, 0.03 * s, (255, 206, 140))
        tip = (x + 0.19 * s, top - 0.12 * s)
        sheet.line([(x, top + 0.06 * s), tip], dark, w)
        sheet.line([(x, top - 0.06 * s), tip], dark, w * 0.5)
        sheet.line([(x, top + 0.06 * s), (x, top - 0.06 * s), (x - 0.06 * s, top + 0.06 * s)], dark, w * 0.7)
        sheet.line([tip, (tip[0], tip[1] + 0.3 * s)], dark, 0.0015)
        sheet.box(tip[0] - 0.006, tip[1] + 0.3 * s, 0.012, 0.016, dark)
    sheet.save("cranes.jpg")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for picture in (ferry_pier, lighthouse, tides, coral, night_train, cranes):
        picture()
