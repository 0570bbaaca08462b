using ServiceDirectory.Tests.HandedOn;

namespace ServiceDirectory.EndToEndTests;

/// <summary>What a picture of a page shows, as far as a program can tell.</summary>
internal static class Picture
{
    /// <summary>How many colours are in a PNG; it is decoded by an empty page of the same browser.</summary>
    public static Task<int> ColoursAsync(Chromium chromium, byte[] png) =>
        DotsAsync<int>(chromium, png, "return new Set(new Uint32Array(dots.data.buffer)).size;");

    /// <summary>What a telephone reads in the square on a PNG; null: nothing.</summary>
    public static async Task<string?> SquareAsync(Chromium chromium, byte[] png)
    {
        int[] light = await DotsAsync<int[]>(chromium, png, "return [dots.width, dots.height, ...dots.data.filter((_, at) => at % 4 === 1)];");
        return ReadSquare.OfLight([.. light.Skip(2).Select(dot => (byte)dot)], light[0], light[1]);
    }

    private static async Task<T> DotsAsync<T>(Chromium chromium, byte[] png, string look)
    {
        var page = await chromium.Browser.NewPageAsync();
        try
        {
            return await page.EvaluateAsync<T>(
                $$"""
                async written => {
                  const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(written), letter => letter.charCodeAt(0))], { type: 'image/png' }));
                  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
                  canvas.drawImage(picture, 0, 0);
                  const dots = canvas.getImageData(0, 0, picture.width, picture.height);
                  {{look}}
                }
                """,
                Convert.ToBase64String(png));
        }
        finally
        {
            await page.CloseAsync();
        }
    }
}
