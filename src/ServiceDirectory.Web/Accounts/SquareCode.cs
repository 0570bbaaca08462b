using System.Text;
using QRCoder;

namespace ServiceDirectory.Web.Accounts;

/// <summary>A text as a square that a phone reads (QR code, ISO/IEC 18004), drawn as one path.</summary>
/// <param name="Size">Squares on a side, with the white edge.</param>
/// <param name="Path">The dark ones, in SVG's words.</param>
public sealed record SquareCode(int Size, string Path)
{
    public static SquareCode Of(string text)
    {
        using var made = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (int row = 0; row < made.ModuleMatrix.Count; row++)
        {
            for (int column = 0; column < made.ModuleMatrix[row].Count; column++)
            {
                if (made.ModuleMatrix[row][column])
                    path.Append(System.Globalization.CultureInfo.InvariantCulture, $"M{column} {row}h1v1h-1z");
            }
        }

        return new SquareCode(made.ModuleMatrix.Count, path.ToString());
    }
}
