using System.Globalization;
using System.Text.RegularExpressions;
using ZXing;
using ZXing.QrCode;

namespace ServiceDirectory.Tests.HandedOn;

/// <summary>What a telephone reads in a square.</summary>
internal static partial class ReadSquare
{
    private const int Dots = 4;

    /// <summary>A drawing of ours.</summary>
    /// <param name="size">Squares on a side, with the white edge.</param>
    /// <param name="path">The dark ones.</param>
    public static string? OfPath(int size, string path)
    {
        int side = size * Dots;
        byte[] light = [.. Enumerable.Repeat(byte.MaxValue, side * side)];
        foreach (Match dark in Dark().Matches(path))
        {
            int column = int.Parse(dark.Groups[1].ValueSpan, CultureInfo.InvariantCulture), row = int.Parse(dark.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            for (int y = row * Dots; y < (row + 1) * Dots; y++)
                Array.Clear(light, (y * side) + (column * Dots), Dots);
        }

        return OfLight(light, side, side);
    }

    /// <summary>A picture, by how light each dot is.</summary>
    public static string? OfLight(byte[] light, int width, int height)
    {
        var source = new RGBLuminanceSource(light, width, height, RGBLuminanceSource.BitmapFormat.Gray8);
        return new QRCodeReader().decode(new BinaryBitmap(new ZXing.Common.HybridBinarizer(source)))?.Text;
    }

    [GeneratedRegex("M([0-9]+) ([0-9]+)h1v1h-1z")]
    private static partial Regex Dark();
}
